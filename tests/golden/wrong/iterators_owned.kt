// kernel: v6.12-like
begin {
	let $last = curtask;
	for $t : tasks() {
		for $h : threads($t) { print($h.pid); }
		for $v : vmas($t.real_parent) { print($v.vm_start); }
		$last = $t;
	}
	print($last.pid);
	for $h : threads(curtask.parent) { print($h.pid); }
}
rawtracepoint:sched_switch {
	$c = bpf_cgroup_from_id(1);
	for $g : children($c) { print($g); }
	if (!$c) { return; }
	for $g : children($c) {
		for $h : children($g) { print($h); }
	}
	bpf_cgroup_release($c);
	for $g : children($c) { print($g); }
}
