// The same with the result: the argument is the one that the function was entered with.
kretprobe:vfs_unlink < print((arg_dentry, retval)) >
