// kernel: v6.18-like
// What was given back is not used again, whoever borrowed it.
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		bpf_task_release($t);
		print($t.comm);
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		$same = $t;
		bpf_task_release($same);
		print($t.pid);
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		if (cpu) {
			bpf_task_release($t);
		}
		print($t.pid);
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		$parent = $t.real_parent;
		bpf_task_release($t);
		print(bpf_task_acquire($parent).comm);
	}
}
