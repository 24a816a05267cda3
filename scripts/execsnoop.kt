#!/usr/bin/env ktrace
// name: execsnoop
// does: prints the programs that are started, with their arguments
// usage: ktrace execsnoop [options]
// overhead: one program for each execve() of the machine
// kernels: all; --failed needs the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS)
// example: ktrace execsnoop -- every program that is started
// example: ktrace execsnoop --users ann,1001 -- those of two users
// example: ktrace execsnoop --failed -- what could not be started, too, and why

param users : set(user) = all "users whose programs to show";
param failed : bool = no "show what could not be started, too";

tracepoint:sched:sched_process_exec /uid in $users/ {
	$memory = curtask.mm;
	emit(time, user(uid), pid, ppid = curtask.real_parent.tgid, comm, result = errno(0),
	     args = words($memory.arg_start, $memory.arg_end - $memory.arg_start));
}

// Of these there is the name alone: the arguments lie where the program left them.
sysret:execve, sysret:execveat /$failed && uid in $users && retval < 0/ {
	emit(time, user(uid), pid, ppid = curtask.real_parent.tgid, comm,
	     result = errno(retval), args = entry(str(arg_filename)));
}
