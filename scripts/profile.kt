#!/usr/bin/env ktrace
// name: profile
// does: counts where the processors are found, by program, user stack and kernel stack
// usage: ktrace profile [options]
// overhead: 99 samples a second on every processor; a sample costs some microseconds, most of it
//   the user stack
// kernels: all; profile probes need perf events, which virtual machines may lack in hardware but
//   have in software
// example: ktrace profile -- what the whole machine does, until Ctrl-C
// example: ktrace profile --pids 1234 --frequency 999 -- one program, closely
// example: ktrace -f folded profile --for 10s -- ten seconds, as flame graphs read them

param frequency : uint = 99 "samples a second on each processor";
param pids : set(pid) = all "processes to look at";
param stacks : one_of(both, user, kernel) = both "which stacks to take";
param idle : bool = no "take the idle task, too";
param for : duration = 0s "how long; 0s: until Ctrl-C";

profile:hz:$frequency /($idle || pid != 0) && pid in $pids/ {
	if ($stacks == "user") {
		@[comm, ustack] = count();
	} else if ($stacks == "kernel") {
		@[comm, kstack] = count();
	} else {
		@[comm, ustack, kstack] = count();
	}
}

interval:$for /$for != 0/ { exit(); }
