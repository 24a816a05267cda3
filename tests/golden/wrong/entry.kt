// kernel: v6.12-like
kprobe:vfs_unlink { print(entry(arg_dentry)) }
kretprobe:vfs_unlink { $x = 1; print(entry($x + 1)); print(entry(retval)); print(entry(entry(arg_dir))) }
kretprobe:vfs_unlink { print(entry(args)); print(entry(print(1))); print(entry()); print(entry) }
kretprobe:vfs_unlink { print(arg_dentri); print(entry(arg_dentri)) }
kretprobe:finish_task_switch { print(arg_prev); print(arg0) }
fexit:vfs_unlink { print(arg9) }
