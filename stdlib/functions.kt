// Functions that come with ktrace, written in its own language. A program that names one
// and has none of that name itself gets it as if it stood there. The line above each is
// what --plan says where it is called.

// task_by_pid() goes over the processes and holds none
fn task_by_pid($pid : int64) : struct task_struct * {
	for $task : tasks() {
		if ($task.pid == $pid) { return $task; }
	}
	return (struct task_struct *)0;
}

// cgroup_by_id() goes up from the current task's control group to the root, and holds none
fn cgroup_by_id($id : uint64) : struct cgroup * {
	$group = (struct cgroup *)curtask.cgroups.dfl_cgrp;
	for $level : 0..32 {
		if ($group == 0) { break; }
		if ($group.kn.id == $id) { return $group; }
		$group = (struct cgroup *)$group.self.parent;
	}
	return (struct cgroup *)0;
}
