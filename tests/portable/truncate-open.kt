// Files that are cut through a descriptor, which got a hook of their own in 6.2.
kprobe:security_file_truncate | security_path_truncate {
	printf("%s\n", arg_file.f_path.dentry ?? arg_path.dentry);
}
