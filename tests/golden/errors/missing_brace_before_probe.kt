kprobe:vfs_unlink {
	print(comm);

kprobe:vfs_read {
	print(pid);
}
