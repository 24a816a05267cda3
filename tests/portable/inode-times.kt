// When a file that goes was last written: i_mtime, __i_mtime in 6.7, seconds in 6.11.
kprobe:vfs_unlink {
	$inode = arg_dentry.d_inode;
	printf("%s %d\n", arg_dentry,
	       $inode.i_mtime_sec ?? $inode.__i_mtime.tv_sec ?? $inode.i_mtime.tv_sec);
}
