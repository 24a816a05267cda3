// kernel: v5.10-like
begin {
	for $t : tasks() { print($t.pid); }
	for $v : vmas(curtask) { print($v.vm_start); }
	if has(kfunc:bpf_iter_task_vma_new) {
		for $v : vmas(curtask) { print($v.vm_start); }
	}
}
