// Changes of a file's mode. The user namespace, later the id map, came to stand first
// in 6.0, and in some vendors' 5.14.
kprobe:security_inode_setattr /arg_attr.ia_valid & 1/ {
	printf("%s %o\n", arg_dentry, arg_attr.ia_mode & 0xfff);
}
