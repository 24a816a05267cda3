// kernel: v6.18-like
// What programs may call which functions, and who holds what they return.
tracepoint:signal:signal_generate {
	$t = bpf_task_from_pid(args.pid);
	if ($t) {
		print(($t.comm, $t.real_parent.comm));
	}
}
tracepoint:signal:signal_generate {
	print(bpf_task_from_pid(pid).comm);
}
rawtracepoint:signal_generate {
	$t = bpf_task_acquire(arg_task);
	if ($t && arg_sig == 9) {
		bpf_task_release($t);
	}
}
rawtracepoint:signal_generate {
	print(bpf_strlen(comm));
}
kprobe:vfs_unlink {
	$c = bpf_cgroup_from_id(cgroup);
	print((str(arg_dentry.d_name.name), $c.kn.name));
}
kprobe:vfs_unlink {
	bpf_rcu_read_lock();
	print(bpf_cpumask_first(curtask.cpus_ptr));
	bpf_rcu_read_unlock();
}
kretprobe:vfs_unlink {
	print((retval, bpf_task_from_pid(pid).comm));
}
profile:hz:99 {
	print(bpf_task_under_cgroup(curtask, curtask.cgroups.dfl_cgrp));
}
interval:s:1 {
	for $i : 1..200 {
		$t = bpf_task_from_pid($i);
		if (!$t) {
			continue;
		}
		$same = $t;
		print(bpf_task_acquire($same.group_leader).comm);
	}
}
