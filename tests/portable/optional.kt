// A tracepoint that was removed in 5.18 and in stable 5.10.119, and one that came in 6.10:
// each is left out where it is not there.
tracepoint:random:urandom_read? { @read = count(); }
tracepoint:sched:sched_prepare_exec? { @started[str(args.filename)] = count(); }
kprobe:vfs_unlink { print(arg_dentry); }
