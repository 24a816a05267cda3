// kernel: v6.6-like
kfunc struct task_struct *bpf_task_from_pid(s32 pid, int hierarchy) KF_ACQUIRE | KF_RET_NULL;
kfunc void bpf_frobnicate(void);

rawtracepoint:sched_process_exec {
	print(bpf_task_from_vpid(pid).comm);
	print(bpf_strlen("abc"));
	bpf_frobnicate();
	print(bpf_task_from_pid(pid, 0).comm);
	print(bpf_scratch_acquire());
	bpf_nothing(1);
	vfs_unlink(0, 0, 0, 0);
}
