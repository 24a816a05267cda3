// kernel: v5.10-like
// Without the helper that tells the function, each has programs of its own.
kretprobe:vfs_* { print((arg0, retval)) }
kretprobe:vfs_unlink { print((arg_dentry, retval)) }
