#!/usr/bin/env ktrace
// name: cpuprofile
// does: counts where the processors are found, by program, kernel stack and user stack
// usage: ktrace cpuprofile [options]
// overhead: 99 samples a second on every processor; a sample costs some microseconds, most of it
//   the user stack
// kernels: all; profile probes need perf events, which virtual machines may lack in hardware but
//   have in software
// example: ktrace cpuprofile -- what the whole machine does, until Ctrl-C
// example: ktrace cpuprofile --pids 1234 --frequency 999 -- one program, closely

param frequency : uint = 99 "samples a second on each processor";
param pids : set(pid) = all "processes to look at";

profile:hz:$frequency /pid != 0 && pid in $pids/ {
	@[comm, kstack, ustack] = count();
}
