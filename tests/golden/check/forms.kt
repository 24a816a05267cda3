// kernel: v6.12-like
// Numbers that are shown as people write them, and what keeps them.
kretprobe:vfs_unlink {
	$took = duration(nsecs - entry(nsecs));
	@took[user(uid), errno(retval)] = $took;
	@moved = size(10);
	emit($took, errno(retval), bytes = size(1 ? 1 : 2), user(uid), group(gid), cgroup_name(cgroup), raw = (int64)$took);
	printf("%s %ld %d\n", $took, $took, time);
	print((time, duration(1)));
}
begin {
	$one = duration(5);
	@sum = sum($one + duration(1) * 2 - 3);
	@largest = max(size(5));
	@largest = max(7);
	@times = $one / duration(2);
	@both = $one;
	@both += $one;
	print($one > 4);
}
