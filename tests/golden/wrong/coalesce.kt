// kernel: v6.12-like
kprobe:vfs_unlink {
	print(arg_dri ?? arg_direntry);
	print(curtask.stat ?? curtask.state ?? NOTHING_LIKE_IT);
	print((arg_one ?? arg_two) ?? (arg_three ?? arg_four) + 1);
	print($unknown ?? 1);
	print(pidd ?? 1);
	print(arg_idmap.owner + $unknown2 ?? 1);
	print((arg_idmap.owner + pidd) ?? 1);
	$number = 5;
	print($number.field ?? 1);
	print(retval ?? 1);
	print(str(1, 2, 3, 4) ?? 1);
	print($number ?? 0);
	print(@counts[pid] ?? 0);
	@counts[pid] = 1;
}
kprobe:vfs_unlink { print(curtask.stat.seconds ?? curtask.tgid[1]); }
begin { print(arg_x ?? 1); }
