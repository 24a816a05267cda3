// kernel: v6.18-like
// A reference is given back by hand once.
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		bpf_task_release($t);
		bpf_task_release($t);
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		for $i : 0..3 {
			bpf_task_release($t);
		}
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if (!$t) {
		return;
	}
	if (cpu == 0) {
		bpf_task_release($t);
	} else {
		print($t.comm);
	}
	bpf_task_release($t);
}
