// kernel: v6.18-like
// Who may hold a reference, and for how long.
kfunc struct scratch_pad *bpf_scratch_acquire(void) KF_ACQUIRE | KF_RET_NULL;

rawtracepoint:sched_process_exec {
	$pad = bpf_scratch_acquire();
}
rawtracepoint:sched_process_exec {
	let $t : struct task_struct *;
	for $i : 0..4 {
		$t = bpf_task_from_pid($i);
	}
	print($t.comm);
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	$t = curtask;
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		$same = $t;
		$t = bpf_task_from_pid(1);
		print($same.comm);
	}
}
