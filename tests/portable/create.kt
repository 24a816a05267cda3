// Files as they are created, with their mode. Never moved: three parameters everywhere.
kprobe:security_inode_create { printf("%s %o\n", arg_dentry, arg_mode); }
