// When a file that goes was last read, written and changed: i_atime, __i_atime in 6.7,
// seconds in 6.11; i_ctime already became __i_ctime in 6.6. Macros that ktrace comes with know it.
kprobe:vfs_unlink {
	$inode = arg_dentry.d_inode;
	printf("%s %d %d %d\n", arg_dentry,
	       inode_atime($inode),
	       $inode.i_mtime_sec ?? $inode.__i_mtime.tv_sec ?? $inode.i_mtime.tv_sec,
	       inode_ctime($inode));
}
