// kernel: v6.6-like
tracepoint:signal:signal_generate {
	print(bpf_task_from_pid(args.pid).comm);
}
tracepoint:signal:signal_generate {
	print((bpf_task_from_pid(pid).comm, args.sig));
}
interval:s:1 {
	print(bpf_task_from_pid(pid).comm);
}
profile:hz:99 {
	print(bpf_task_from_pid(pid).comm);
}
