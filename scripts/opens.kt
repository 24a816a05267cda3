#!/usr/bin/env ktrace
// name: opens
// does: prints the files that programs open, with the descriptor or the error they got
// needs: tracepoint
// usage: ktrace opens

tracepoint:syscalls:sys_enter_openat {
	@path[tid] = args.filename;
}

// The text is read at the return: by then the kernel has read it too.
tracepoint:syscalls:sys_exit_openat /has_key(@path, tid)/ {
	emit(pid, comm, result = errno(args.ret), path = str(@path[tid]));
	delete(@path, tid);
}

END {
	clear(@path);
}
