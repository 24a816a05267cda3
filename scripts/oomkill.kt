#!/usr/bin/env ktrace
// name: oomkill
// does: prints what the kernel kills because memory ran out, and on whose request
// usage: ktrace oomkill
// overhead: none until it happens
// kernels: all; without kprobes and fentry not who asked for memory
// example: ktrace oomkill -- every kill, until Ctrl-C

// PID and COMM are of who asked for memory as it ran out, VICTIM of who is killed for it.
kprobe:oom_kill_process | fentry:oom_kill_process {
	$victim = arg_oc.chosen;
	emit(time, pid, comm, victim = $victim.tgid, victim_comm = str($victim.comm),
	     user(($victim.real_cred.uid.val)), total = size($victim.mm.total_vm * 4096),
	     group = cgroup_name($victim.cgroups.dfl_cgrp.kn.id), in_group = arg_oc.memcg != 0);
}
