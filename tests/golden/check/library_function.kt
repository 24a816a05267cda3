// kernel: v5.10-like
// An fn of ktrace's own, where the kernel has no function for it; one of the program's wins.
fn cgroup_by_id($id : uint64) : uint64 { return $id + 1; }

kprobe:vfs_unlink {
	$t = bpf_task_from_pid(pid) ?? task_by_pid(pid);
	print(($t.comm, cgroup_by_id(1)));
}
