// kernel: v6.18-like
// What parameters take that are neither numbers nor pointers to the kernel's structs.
kfunc int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags);
kfunc u32 bpf_cpumask_first(struct cpumask *cpumask) KF_RCU;

rawtracepoint:sched_process_exec {
	@n[1] = 1;
	print(bpf_map_sum_elem_count(@n[1]));
	print(bpf_map_sum_elem_count(curtask));
	print(bpf_copy_from_user_str(curtask, 16, curtask, 0));
	print(bpf_copy_from_user_str(comm, 17, curtask, 0));
	print(bpf_copy_from_user_str(comm, pid, curtask, 0));
	print(bpf_copy_from_user_str(comm, 16, pid, 0));
	$mask = bpf_cpumask_create();
	if ($mask) { print(bpf_cpumask_first($mask)); }
	print(bpf_cpumask_first(curtask.mm));
}
