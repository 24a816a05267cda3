// kernel: v6.12-like
// What may take the system down, and what may sleep.
kfunc struct task_struct *bpf_task_from_pid(s32 pid) KF_ACQUIRE | KF_RET_NULL | KF_SLEEPABLE;
fentry:vfs_unlink {
	crash_kexec((struct pt_regs *)0);
	$t = bpf_task_from_pid(1);
	print($t);
}
