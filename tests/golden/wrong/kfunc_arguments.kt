// kernel: v6.18-like
kfunc int bpf_task_release(struct task_struct *p) KF_RELEASE | KF_SOMETHING;
kfunc u32 bpf_cpumask_first(const struct cpumask *cpumask) KF_RCU;
kfunc u32 bpf_cpumask_first(const struct cpumask *cpumask);

rawtracepoint:sched_process_exec {
	print(bpf_task_from_pid("one").comm);
	print(bpf_task_from_pid().comm);
	print(bpf_task_from_pid(1, 2).comm);
	print(bpf_cpumask_first(curtask));
	print(bpf_cgroup_ancestor(curtask.cgroups.dfl_cgrp, comm).kn.name);
	print(bpf_strcmp(comm, pid));
}
