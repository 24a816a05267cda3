// kernel: v6.6-like
// Before 6.12 programs of tracepoints may call few: the typed tracepoint takes their place.
tracepoint:signal:signal_generate {
	print(bpf_task_from_pid(pid).comm);
}
tracepoint:signal:signal_generate {
	print((args.sig, comm));
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
}
tracepoint:signal:signal_generate {
	if has(kfunc:bpf_task_from_vpid) {
		print(bpf_task_from_vpid(args.pid).comm);
	} else {
		print(args.comm);
	}
}
rawtracepoint:signal_generate {
	$t = bpf_task_acquire(arg_task);
	print($t.comm);
}
kprobe:vfs_unlink {
	print((bpf_task_from_vpid(pid).comm ?? bpf_task_from_pid(pid).comm));
}
kprobe:vfs_unlink {
	print(bpf_nobody_knows(pid) ?? 2);
}
