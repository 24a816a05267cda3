// A symbolic link and what it says.
kprobe:vfs_symlink { printf("%s -> %s\n", arg_dentry, str(arg_oldname)); }
