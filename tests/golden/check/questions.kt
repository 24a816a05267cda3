// kernel: v6.12-like
// Every form of question, once with either answer where one kernel can give both.
begin {
	print((has(struct open_how), has(struct io_uring_zcrx)));
	print((has(struct task_struct.__state), has(struct task_struct.state)));
	print((has( struct	task_struct.mm.total_vm ), has(struct task_struct.pid.x)));
	print((has(union nothing), has(union thread_union.task)));
	print((has(enum PIDTYPE_TGID), has(enum PIDTYPE_NOTHING), has(enum pid_type)));
	print((has(btf:vfs_unlink), has(btf:vfs_nothing)));
	print((has(btf:vfs_unlink.idmap), has(btf:vfs_unlink.mnt_userns)));
	print((has(kfunc:bpf_task_from_pid), has(kfunc:crash_kexec), has(kfunc:vfs_read)));
	print((has(helper:loop), has(helper:bpf_probe_read_kernel), has(helper:nothing)));
	print((has(map:ringbuf), has(map:percpulruhash), has(map:lru_percpu_hash), has(map:arena), has(map:BPF_MAP_TYPE_RINGBUF), has(helper:BPF_FUNC_loop)));
	print((has(lsm:bpf), has(config:BPF_LSM), has(config:CONFIG_EXT4_FS), has(config:HZ)));
	print((has(kprobe:vfs_unlink), has(kprobe:nothing), has(kprobe:nothing | vfs_read)));
	print((has(kprobe:vfs_*), has(kprobe:nothing*), has(begin, kprobe:vfs_read, kprobe:nothing)));
	print((has(fentry:ext4_unlink | kprobe:ext4_unlink), has(kprobe:nothing?)));
	print((has(tracepoint:sched:sched_switch), has(tracepoint:sched:nothing | sched_switch)));
	print((has(rawtracepoint:sched_switch), has(rawtracepoint:nothing)));
	print(has(uprobe:/nowhere/nothing(1):main));
	print((kernel >= v5.10.218, kernel > v5.10.218, kernel == v6.12.30));
	print((kernel < v6, kernel <= v6.12, kernel != v6.12.30));
}
