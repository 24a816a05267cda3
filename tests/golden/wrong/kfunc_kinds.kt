// kernel: v6.18-like
kfunc int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags) KF_SLEEPABLE;

rawtracepoint:sched_process_exec {
	print(bpf_copy_from_user_str(comm, 16, (int8 *)arg0, 0));
}
begin {
	print(bpf_task_from_pid(1).comm);
}
end {
	print(bpf_task_from_pid(1).comm);
}
uprobe:/bin/sh:0x1000 {
	print(bpf_task_from_pid(pid).comm);
}
kprobe:vfs_unlink+4 {
	print(bpf_task_from_pid(pid).comm);
}
kprobe:finish_task_switch {
	print(bpf_task_from_pid(pid).comm);
}
