#!/usr/bin/env ktrace
// name: syscount
// does: counts system calls, by call, process or error, or adds up the time inside them
// usage: ktrace syscount [options]
// overhead: one small program for each system call of the machine; with --time two
// kernels: all
// example: ktrace syscount --pids 812 -- which calls a process makes, until Ctrl-C
// example: ktrace syscount --by process --every 1s -- who makes calls, each second
// example: ktrace syscount --by error --calls file -- how calls with names of files end
// example: ktrace syscount --time -- where the time goes

param pids : set(pid) = all "processes to look at";
param calls : set(syscall) = all "system calls to count";
param by : one_of(call, process, error) = call "what to count by";
param time : bool = no "add up the time inside the calls instead of counting them";
param failed : bool = no "look at calls that fail only";
param every : duration = 0s "print and begin anew so often; 0s: once, at the end";

rawtracepoint:sys_enter /$time && pid in $pids && arg_id in $calls/ {
	@entered[tid] = nsecs;
}

// Calls are counted as they end: what fails is known then.
rawtracepoint:sys_exit /pid in $pids/ {
	$call = arg_regs.orig_ax ?? arg_regs.syscallno;
	$is_wanted = $call in $calls && (!$failed || arg_ret < 0);
	if ($time) {
		if (tid in @entered) {
			if ($is_wanted) {
				$took = nsecs - @entered[tid];
				if ($by == "process") {
					@time[pid, comm] = sum(duration($took));
				} else if ($by == "error") {
					@time[syscall_name($call), errno(arg_ret < 0 ? arg_ret : 0)] = sum(duration($took));
				} else {
					@time[syscall_name($call)] = sum(duration($took));
				}
			}
			delete(@entered, tid);
		}
	} else if ($is_wanted) {
		if ($by == "process") {
			@calls[pid, comm] = count();
		} else if ($by == "error") {
			@calls[syscall_name($call), errno(arg_ret < 0 ? arg_ret : 0)] = count();
		} else {
			@calls[syscall_name($call)] = count();
		}
	}
}

interval:$every /$every != 0/ {
	time("%H:%M:%S\n");
	if ($time) { print(@time); clear(@time); } else { print(@calls); clear(@calls); }
}

END {
	if ($time) { clear(@entered); }
}
