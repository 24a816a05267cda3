// kernel: v6.12-like
kprobe:vfs_unlink { print(arg_dentri) }
kprobe:vfs_unlink { print(args.name) }
fentry:vfs_read { print(arg_cuont); print(arg7) }
fexit:schedule { print(retval) }
rawtracepoint:sched_switch { print(args.nxt) }
tracepoint:sched:sched_switch { print(args.prev_com); print(arg0) }
kprobe:finish_task_switch { print(arg_prev) }
kprobe:vfs_read+4 { print(arg_file) }
begin { print(arg_x); print(retval); print(func) }
