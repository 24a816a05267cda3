// A hard link: the file and its new name.
kprobe:vfs_link { printf("%s = %s\n", arg_new_dentry, arg_old_dentry); }
