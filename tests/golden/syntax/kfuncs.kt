kfunc struct task_struct *bpf_task_from_pid(s32 pid) KF_ACQUIRE | KF_RET_NULL;
kfunc	void bpf_task_release(struct task_struct *p) KF_RELEASE;
kfunc int bpf_path_d_path(const struct path *path, char *buf, size_t buf__sz) KF_TRUSTED_ARGS;
kfunc unsigned long long f(void);
kfunc int g(unsigned int, long x, void (*cb)(void *, int), char *const a[4], ...);
kfunc:vfs_unlink, begin { print(1); }
