// In which states tasks leave the processor, by the name that they have: state was renamed in
// 5.14. It is 0 where the processor was taken from them.
rawtracepoint:sched_switch {
	$task = arg_prev;
	@[$task.comm, ($task.__state ?? $task.state) & 0xff] = count();
}
