// kernel: v6.12-like
// What was chosen on a kernel and why, and what that rests on.

kprobe:vfs_delete | vfs_unlink | vfs_open {
	@[comm, kstack] = count();
	print(arg_dentry);
}

fentry:vfs_nothing | kprobe:vfs_nowhere? {
	print("never");
}

tracepoint:sched:sched_switch, tracepoint:sched:sched_nothing? {
	printf("%s %d\n", args.prev_comm, args.prev_pid);
}

tracepoint:syscalls:sys_enter_*, interval:s:1 {
	@last = nsecs;
	clear(@last);
}

kprobe:vfs_read | kprobe:vfs_open {
	@size = hist(arg2);
	@state[pid] = curtask.__state;
}
