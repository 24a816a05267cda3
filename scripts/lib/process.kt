/*
 * Process: where the task that runs stands in the tree of processes.
 *
 *	import "lib/process.kt";
 */

/* The process id of the parent of TASK's process; 0 above the first. */
fn parent_pid($task : struct task_struct *) : int32 {
	return $task.real_parent.tgid;
}

/* Whether TASK is of the process PID or of one that descends from it, 60 generations at most. */
fn is_in_tree($task : struct task_struct *, $pid : int32) : bool {
	$at = $task;
	for $generation : 0..60 {
		if ($at.tgid == $pid) { return true; }
		if ($at.tgid <= 1) { return false; }
		$at = $at.real_parent;
	}
	return false;
}
