// kernel: v6.18-like
// Functions that take no NULL get a pointer that may be NULL, on some way.
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	bpf_task_release($t);
}
rawtracepoint:sched_process_exec {
	bpf_task_release(bpf_task_from_pid(1));
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if (!$t) {
		bpf_task_release($t);
		return;
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	$c = bpf_cgroup_from_id(cgroup);
	if ($t || $c) {
		print(bpf_task_under_cgroup($t, $c));
	}
}
rawtracepoint:sched_process_exec {
	$t = bpf_task_from_pid(pid);
	if ($t) {
		$t = bpf_task_from_pid(tid);
		bpf_task_release($t);
	}
}
rawtracepoint:sched_process_exec {
	print(bpf_task_acquire(0).comm);
}
