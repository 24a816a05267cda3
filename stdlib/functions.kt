// Functions that come with ktrace, written in its own language. A program that names one
// and has none of that name itself gets it as if it stood there. The line above each fn is
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

// Who is around the task that runs, or a given one.
macro ppid() { (uint32)curtask.real_parent.tgid }
macro ppid(task) { (uint32)task.real_parent.tgid }
macro pcomm() { curtask.real_parent.comm }
macro pcomm(task) { task.real_parent.comm }
macro leader_tid() { (uint32)curtask.group_leader.pid }
macro leader_tid(task) { (uint32)task.group_leader.pid }
macro leader_comm() { curtask.group_leader.comm }
macro leader_comm(task) { task.group_leader.comm }
macro comm(pid) {
	let $wanted = pid;
	let $name : string[16];
	for $task : tasks() {
		if ($task.pid == $wanted) { $name = str($task.comm); }
	}
	$name
}
macro username() { user(uid) }

// What kernels have under several names, in the order in which it is meant: where two exist, the
// one that came later is kept up to date.
macro task_cpu() { curtask.thread_info.cpu ?? curtask.cpu }
macro task_cpu(task) { task.thread_info.cpu ?? task.cpu }
macro task_state() { curtask.__state ?? curtask.state }
macro task_state(task) { task.__state ?? task.state }
macro inode_atime(inode) { inode.i_atime_sec ?? inode.__i_atime.tv_sec ?? inode.i_atime.tv_sec }
macro inode_mtime(inode) { inode.i_mtime_sec ?? inode.__i_mtime.tv_sec ?? inode.i_mtime.tv_sec }
macro inode_ctime(inode) { inode.i_ctime_sec ?? inode.__i_ctime.tv_sec ?? inode.i_ctime.tv_sec }
macro request_disk(request) { request.q.disk ?? request.rq_disk }

// The kernel's variable of that name as a processor has it.
macro percpu_kaddr(name) { percpu_kaddr(name, cpu) }
macro percpu_kaddr(name, number) {
	(uint64)(kaddr(name) + *(kptr((uint64 *)kaddr("__per_cpu_offset")) + number))
}

// An entry's value, if the map has one.
macro find(@map, key, $value) { if has_key(@map, key) { $value = @map[key]; true } else { false } }

// Pointers by which the kernel hands over an error are its last 4095.
macro is_err(pointer) { (uint64)pointer >= 0xfffffffffffff001 }

macro assert(condition, message) {
	if (!(condition)) { printf("assertion failed: %s\n", message); exit(1); }
}
