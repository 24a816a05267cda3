// kernel: v6.12-like
// Parameters that restrict nothing leave nothing behind.
param pids : set(pid) = all;
param one : pid = all;
param verbose : bool = no;
param names : set(string) = all;

tracepoint:sched:sched_switch /pid in $pids && pid in $one && comm in $names/ {
	if ($verbose) { @[kstack] = count(); }
	@++;
}

tracepoint:sched:sched_process_exit /$verbose/ { @exits++; }
