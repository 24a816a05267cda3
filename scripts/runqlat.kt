#!/usr/bin/env ktrace
// name: runqlat
// does: shows how long tasks that could run waited for a processor
// usage: ktrace runqlat [options]
// overhead: two programs for each switch of tasks: to be felt on machines that switch
//   hundreds of thousands of times a second
// kernels: all
// example: ktrace runqlat -- all tasks, until Ctrl-C
// example: ktrace runqlat --every 1s -- a histogram for each second
// example: ktrace runqlat --pids 812 --by thread -- the threads of a process

param pids : set(pid) = all "processes to look at";
param by : one_of(all, process, thread) = all "a histogram for each";
param every : duration = 0s "print and begin anew so often; 0s: once, at the end";

fn note($task : struct task_struct *) {
	if ($task.pid != 0 && $task.tgid in $pids) {
		@queued[$task.pid] = nsecs;
	}
}

rawtracepoint:sched_wakeup { note(arg_p); }

rawtracepoint:sched_wakeup_new { note(arg_p); }

rawtracepoint:sched_switch {
	// A task that is taken off while it could go on waits from now.
	if ((arg_prev.__state ?? arg_prev.state) == 0) {
		note(arg_prev);
	}
	$next = arg_next;
	if ($next.pid in @queued) {
		$waited = (nsecs - @queued[$next.pid]) / 1000;
		if ($by == "process") {
			@usecs[$next.tgid, str($next.group_leader.comm)] = hist($waited);
		} else if ($by == "thread") {
			@usecs[$next.pid, str($next.comm)] = hist($waited);
		} else {
			@usecs = hist($waited);
		}
		delete(@queued, $next.pid);
	}
}

interval:$every /$every != 0/ {
	time("%H:%M:%S\n");
	print(@usecs);
	clear(@usecs);
}

END {
	clear(@queued);
}
