kprobe:vfs_unlink {
	if (pid == 3) {
		print(comm);
}
