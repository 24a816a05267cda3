#!/usr/bin/env ktrace
// name: undercgroup
// does: traces any probes, but only for the tasks of one control group and of those below it
// usage: ktrace undercgroup --cgroup GROUP [options]
// overhead: what the probes cost, and for other groups' tasks some 100 ns at each firing
// kernels: all; each probe takes what its own kind takes
// example: ktrace undercgroup --cgroup system.slice/cron.service --probe syscall:execve -- what it runs
// example: ktrace undercgroup --cgroup docker --probe 'kprobe:vfs_*' --count -- who calls what how often

param cgroup : cgroup "the control group: its path below /sys/fs/cgroup, or its number";
param probe : set(string) = "rawtracepoint:sched_process_exec" "the probes, as they stand at the head of a program";
param count : bool = no "count by program and probe instead of a row each time";

// Found from the task upwards, each time: groups that are made below it later are in it, too.
$probe {
	if (!cgroup_by_id($cgroup)) { return; }
	if ($count) {
		@[comm, probe] = count();
	} else {
		emit(time, pid, tid, comm, probe, path = curtask.cgroups.dfl_cgrp);
	}
}
