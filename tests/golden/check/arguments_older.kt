// kernel: v5.10-like
// Arguments by name are where this kernel has them.
kprobe:vfs_unlink { print(arg_dentry); print(args.dir); print(arg2) }
fentry:vfs_unlink { print(arg_dentry); print(args.dir) }
fexit:vfs_unlink { print((retval, arg_dentry)) }
kretprobe:vfs_read { print(retval) }
tracepoint:sched:sched_switch { print((args.prev_comm, args.next_pid)) }
tracepoint:sched:sched_process_exec { print(args.filename) }
tracepoint:syscalls:sys_enter_openat { print(str(args.filename)) }
