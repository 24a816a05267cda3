// The folders that a file leaves and enters: parameters before 5.12, then inodes
// in struct renamedata, then their dentries (6.17).
kprobe:vfs_rename {
	$from = arg_old_dir.i_ino ?? arg_rd.old_dir.i_ino ?? arg_rd.old_parent.d_inode.i_ino;
	$to = arg_new_dir.i_ino ?? arg_rd.new_dir.i_ino ?? arg_rd.new_parent.d_inode.i_ino;
	printf("%d -> %d\n", $from, $to);
}
