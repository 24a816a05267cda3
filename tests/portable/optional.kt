// A tracepoint that was removed in 5.18, left out where it is gone.
tracepoint:random:urandom_read? { @ = count(); }
kprobe:vfs_unlink { print(arg_dentry); }
