// kernel: v6.18-like
// Sections are closed on every way out, and only where they are open.
rawtracepoint:sched_process_exec {
	bpf_rcu_read_lock();
	print(pid);
}
rawtracepoint:sched_process_exec {
	bpf_rcu_read_lock();
	if (pid == 1) {
		return;
	}
	bpf_rcu_read_unlock();
}
rawtracepoint:sched_process_exec {
	bpf_rcu_read_unlock();
}
rawtracepoint:sched_process_exec {
	if (pid == 1) {
		bpf_rcu_read_lock();
	}
	bpf_rcu_read_unlock();
}
rawtracepoint:sched_process_exec {
	bpf_preempt_disable();
	bpf_rcu_read_lock();
	bpf_preempt_enable();
	if (pid == 2) {
		exit();
	}
	bpf_rcu_read_unlock();
}
rawtracepoint:sched_process_exec {
	for $i : 0..3 {
		bpf_rcu_read_lock();
	}
}
