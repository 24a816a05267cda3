// kernel: v6.12-like
// A branch that was decided is all that a function has there.
fn state($task : struct task_struct *) : uint64 {
	if (has(struct task_struct.__state)) {
		return $task.__state;
	} else {
		return $task.state;
	}
}

fn first() : uint64 {
	if (has(struct task_struct.nothing_like_it)) {
		print("never");
	} else {
		return 1;
	}
}

fn newest() : uint64 {
	if (kernel >= v5.12) { return 2; }
	return 3;
}

BEGIN {
	print((state(curtask), first(), newest()));
	exit();
}
