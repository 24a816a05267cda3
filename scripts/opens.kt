#!/usr/bin/env ktrace
// name: opens
// does: prints the files that programs open, with the descriptor or the error they got
// needs: tracepoint
// usage: ktrace opens

BEGIN {
	printf("%-7s %-16s %6s %s\n", "PID", "COMMAND", "RESULT", "PATH");
}

tracepoint:syscalls:sys_enter_openat {
	@path[tid] = args.filename;
}

// The text is read at the return: by then the kernel has read it too.
tracepoint:syscalls:sys_exit_openat /has_key(@path, tid)/ {
	printf("%-7d %-16s %6d %s\n", pid, comm, args.ret, str(@path[tid]));
	delete(@path, tid);
}

END {
	clear(@path);
}
