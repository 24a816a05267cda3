// stage: plan
// args: --kernel wrong
kprobe:vfs_read { print(arg_file) }
kprobe:vfs_* { print(arg_file) }
tracepoint:sched:sched_switch { print(args.prev_comm) }
rawtracepoint:sched_switch { }
begin { print(curtask.pid); print((struct file *)0); print(PIDTYPE_PID) }
