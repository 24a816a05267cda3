// kernel: v6.12-like
rawtracepoint:sched_switch {
	for $t : tasks() {
		for $v : vmas($t) { @bytes[$t.comm] = sum($v.vm_end - $v.vm_start); }
		if ($t.pid == 1) {
			$held = bpf_task_acquire($t);
			if ($held) {
				for $h : threads($held) { print($h.pid); }
			}
		}
	}
	for $i : bits(0x11) { print($i); }
	for $h : threads(curtask) { return; }
	exit();
}
rawtracepoint:sched_switch {
	$c = bpf_cgroup_from_id(cgroup);
	if ($c) { for $g : children($c) { print($g); } }
}
