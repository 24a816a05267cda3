// kernel: v6.12-like
kprobe:vfs_read {
	if has(struct nothing) { @start[tid] = nsecs; }
	print(@start[tid]);
}
kprobe:vfs_write /kernel < v6/ { @bytes = sum(arg_count) }
interval:s:1 { clear(@bytes); if (kernel < v6) { print(@other) } }
