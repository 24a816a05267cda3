#!/usr/bin/env ktrace
// name: killsnoop
// does: prints the signals that programs send: who, which, to whom, whose child that is, and the result
// usage: ktrace killsnoop [options]
// overhead: two programs for each kill(), tkill(), tgkill(), rt_sigqueueinfo(), rt_tgsigqueueinfo()
//   and pidfd_send_signal() of the machine
// kernels: all; before 6.12 targets are looked for among the processes, so that other processes'
//   threads have no name; before 6.13 targets of senders in pid namespaces have none
// example: ktrace killsnoop --signals KILL,TERM -- who ends whom
// example: ktrace killsnoop --failed -- signals that did not arrive, and why

param pids : set(pid) = all "senders to look at";
param signals : set(signal) = all "the signals to show; 0 asks whether a process is there";
param failed : bool = no "show only what failed";

// A negative number is a process group, 0 the sender's own: its leader stands for it.
fn leader($to : int64) : int64 {
	if ($to < 0) { return -$to; }
	if ($to > 0) { return $to; }
	return curtask.signal.pids[PIDTYPE_PGID].numbers[curtask.thread_pid.level].nr;
}

// The target is named before the signal ends it.
fn keep($t : struct task_struct *) {
	@target[tid] = (str($t.comm), $t.real_parent.tgid, str($t.real_parent.comm));
}

// These programs may call kernel functions since 6.12; before 6.13 the number is the machine's own.
fn find($to : int64) {
	@signal[tid] = ((int32)$to, (int32)args.sig);
	if (has(kfunc:bpf_task_from_vpid)) {
		$t = bpf_task_from_vpid((int32)leader($to));
		if ($t) { keep($t); }
	} else if (curtask.thread_pid.level == 0) {
		if (kernel >= v6.12 && has(kfunc:bpf_task_from_pid)) {
			$t = bpf_task_from_pid((int32)leader($to));
			if ($t) { keep($t); }
		} else if ($to == pid || $to == tid) {
			keep(curtask);
		}
	}
}

tracepoint:syscalls:sys_enter_kill,
tracepoint:syscalls:sys_enter_tkill,
tracepoint:syscalls:sys_enter_rt_sigqueueinfo /pid in $pids && args.sig in $signals/ {
	find((int32)args.pid);
	if (kernel < v6.12 && curtask.thread_pid.level == 0) {
		$t = task_by_pid(leader((int32)args.pid));
		if ($t) { keep($t); }
	}
}

tracepoint:syscalls:sys_enter_tgkill,
tracepoint:syscalls:sys_enter_rt_tgsigqueueinfo /pid in $pids && args.sig in $signals/ {
	find((int32)args.pid);
}

// A descriptor of a process leads to its numbers, one for each pid namespace that it is in,
// and to its first thread.
tracepoint:syscalls:sys_enter_pidfd_send_signal /pid in $pids && args.sig in $signals/ {
	$file = curtask.files.fdt.fd[args.pidfd];
	$process = (struct pid *)(has(struct pid.stashed) ? $file.f_inode.i_private : $file.private_data);
	@signal[tid] = ($process.numbers[curtask.thread_pid.level].nr, (int32)args.sig);
	$link = (uint64)$process.tasks[0].first;
	if ($link) { keep((struct task_struct *)($link - offsetof(struct task_struct, pid_links))); }
}

tracepoint:syscalls:sys_exit_kill,
tracepoint:syscalls:sys_exit_tkill,
tracepoint:syscalls:sys_exit_tgkill,
tracepoint:syscalls:sys_exit_rt_sigqueueinfo,
tracepoint:syscalls:sys_exit_rt_tgsigqueueinfo,
tracepoint:syscalls:sys_exit_pidfd_send_signal /has_key(@signal, tid)/ {
	$signal = @signal[tid];
	$target = @target[tid];
	if (!$failed || args.ret < 0) {
		emit(time, pid, comm, user(uid), signal = (enum signal)$signal.1, target = $signal.0, name = $target.0,
		     parent = $target.1, parent_name = $target.2, result = errno(args.ret));
	}
	delete(@signal, tid);
	delete(@target, tid);
}

END { clear(@signal); clear(@target); }
