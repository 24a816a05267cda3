// kernel: v6.18-like
// Pointers that nobody vouches for.
rawtracepoint:sched_process_exec {
	bpf_task_release(curtask);
	bpf_task_release(arg_p);
	print(bpf_task_acquire(curtask.last_wakee).comm);
	print(bpf_task_acquire((struct task_struct *)arg1).comm);
	@kept = curtask;
	print(bpf_task_acquire(@kept).comm);
	bpf_send_signal_task(curtask.real_parent, 10, PIDTYPE_PID, 0);
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		@kept = $t;
		bpf_task_release(@kept);
		bpf_task_release((struct task_struct *)(uint64)$t);
		bpf_task_release($t.real_parent);
	}
}
kprobe:finish_task_switch {
	print(bpf_task_acquire((struct task_struct *)arg0).comm);
}
