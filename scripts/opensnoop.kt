#!/usr/bin/env ktrace
// name: opensnoop
// does: prints the files that programs open, in every way there is, with the result
// usage: ktrace opensnoop [options]
// overhead: two programs for each call that opens a file, and a row for each that is shown
// kernels: all; needs tracefs and the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS), or kprobes
// example: ktrace opensnoop --pids 1,1234 -- what these two open
// example: ktrace opensnoop --failed --users ann -- what a user could not open, and why
// example: ktrace opensnoop --writing -- what is opened to be written to

param pids : set(pid) = all "processes to look at";
param users : set(user) = all "users to look at";
param failed : bool = no "show only what could not be opened";
param writing : bool = no "show only what is opened to be written to";

fn row($how : string[20], $result : int64, $flags : uint64, $path : string) {
	if (pid in $pids && uid in $users && (!$failed || $result < 0) &&
	    (!$writing || ($flags & (O_WRONLY | O_RDWR)) != 0)) {
		emit(time, pid, comm, user(uid), how = $how, result = errno($result),
		     flags = (enum open_flags)$flags, path = $path);
	}
}

// The text is read as the call returns: by then the kernel has read it too.
sysret:open? { row("open", retval, (uint64)arg_flags, str(arg_filename)); }
sysret:openat { row("openat", retval, (uint64)arg_flags, str(arg_filename)); }
sysret:openat2 { row("openat2", retval, (uint64)entry(arg_how.flags), str(arg_filename)); }
sysret:creat? { row("creat", retval, O_CREAT | O_WRONLY | O_TRUNC, str(arg_pathname)); }
