// kernel: v6.12-like
// What the entry keeps is what the chosen sides ask for, and nothing else.
kretprobe:vfs_unlink {
	print((arg_dir.i_nothing ?? arg_dentry.d_inode.i_ino, func));
	print(entry(arg_nobody.x ?? str(arg_dentry.d_name.name)) ?? entry(arg_dir));
	print(entry(arg_dir.i_nothing) ?? entry(arg_idmap));
}
