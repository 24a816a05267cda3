// In which state a task leaves the processor: state was renamed in 5.14.
rawtracepoint:sched_switch {
	$task = arg_prev;
	@[$task.comm, ($task.__state ?? $task.state) & 0xff] = count();
}
