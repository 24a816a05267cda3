// kernel: v6.18-like
kfunc int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, unsigned int flags) KF_ITER_NEW | KF_TRUSTED_ARGS | KF_RCU_PROTECTED;
kfunc struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) KF_ITER_NEXT | KF_RET_NULL;
kfunc void bpf_iter_task_destroy(struct bpf_iter_task *it) KF_ITER_DESTROY;

rawtracepoint:sched_process_exec {
	bpf_iter_task_new((struct bpf_iter_task *)0, 0, 0);
	bpf_iter_task_next((struct bpf_iter_task *)arg1);
	bpf_iter_task_destroy(0);
}
