#!/usr/bin/env ktrace
// name: opens
// does: prints the files that programs open, with the descriptor or the error they got
// usage: ktrace opens [options]
// overhead: two programs for each openat() of the machine, and a row for each that is shown
// kernels: all; needs tracefs and the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS)
// example: ktrace opens --pids 1,1234 -- what these two open
// example: ktrace opens --failed -- only what could not be opened, and why

param pids : set(pid) = all "processes to look at";
param failed : bool = no "show only what could not be opened";

tracepoint:syscalls:sys_enter_openat /pid in $pids/ {
	@path[tid] = args.filename;
}

// The text is read at the return: by then the kernel has read it too.
tracepoint:syscalls:sys_exit_openat /tid in @path/ {
	if (!$failed || args.ret < 0) {
		emit(pid, comm, result = errno(args.ret), path = str(@path[tid]));
	}
	delete(@path, tid);
}

END {
	clear(@path);
}
