// kernel: v6.18-like
// Two prototypes of one function: has() and ?? choose the one that the kernel has.
kfunc struct task_struct *bpf_task_from_pid(s32 pid, int level) KF_ACQUIRE | KF_RET_NULL;
kfunc struct task_struct *bpf_task_from_pid___2(s32 pid) KF_ACQUIRE | KF_RET_NULL;

tracepoint:signal:signal_generate {
	print((has(kfunc:bpf_task_from_pid), has(kfunc:bpf_task_from_pid___2)));
	$t = bpf_task_from_pid(args.pid, 0) ?? bpf_task_from_pid___2(args.pid);
	print($t.comm);
}
