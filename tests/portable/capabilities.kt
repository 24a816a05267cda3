// What the task may: two words before 6.3, one since.
kprobe:vfs_unlink {
	$set = curtask.cred.cap_effective;
	printf("%x\n", ($set.val ?? $set.cap[0]) & 0xffffffff);
}
