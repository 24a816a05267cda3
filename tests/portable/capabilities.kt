// What the task may: two words before 6.3, one since.
kprobe:vfs_unlink {
	$set = curtask.cred.cap_effective;
	printf("%016lx\n", $set.val ?? ((uint64)$set.cap[1] << 32 | $set.cap[0]));
}
