// kernel: v6.18-like
// Arguments of raw tracepoints: most are valid, some may be NULL.
rawtracepoint:sched_pi_setprio {
	$t = bpf_task_acquire(arg_tsk);
	$p = bpf_task_acquire(arg_pi_task);
	$asked = arg_pi_task;
	if ($asked) { $q = bpf_task_acquire($asked); }
	print(arg_pi_task.comm);
}
