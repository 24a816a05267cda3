// A file's old and new path. Six parameters before 5.12, one struct renamedata since.
kprobe:vfs_rename {
	printf("%s -> %s\n", arg_old_dentry ?? arg_rd.old_dentry,
	       arg_new_dentry ?? arg_rd.new_dentry);
}
