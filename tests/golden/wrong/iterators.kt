// kernel: v6.12-like
begin {
	for $t : task() { print($t.pid); }
	for $t : tasks { print($t.pid); }
	for $t : tasks(1) { print($t.pid); }
	for $t : threads() { print($t.pid); }
	for $t : threads(1) { print($t.pid); }
	for $t : 5 { print($t); }
	for $v : vmas(pid) { print($v.vm_start); }
	for $g : children(cgroup) { print($g.flags); }
	for $i : bits("x") { print($i); }
}
begin {
	for $t : tasks() {
		$t = curtask;
		print($t.pid);
	}
	for $i : bits(5) { $i++; }
	for $t : tasks() { break; }
	print($t.pid);
	bpf_iter_task_next(0);
}
