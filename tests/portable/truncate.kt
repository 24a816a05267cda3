// Files that are cut, and to which length. The dentry moved in 5.12.
kprobe:do_truncate { printf("%s %d\n", arg_dentry, arg_length); }
