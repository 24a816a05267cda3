// kernel: v6.12-like
// Heads whose provider is left out, or stands for several, and quotes.

tracepoint:sched:nothing | syscalls:sys_enter_read | kprobe:vfs_read {
	print(args.count);
}

kprobe:nothing:vfs_unlink | vmlinux:vfs_unlink {
	print(arg_dentry);
}

uprobe:/nowhere/one:main | /nowhere/two:main? {
	print(arg0);
}

K*:vfs_unlink, *tracepoint:sched_switch {
	print(probe);
}

kprobe:nothing | f*t:vfs_unlink? {
	print(1);
}

fentry:"vfs_unlink", kprobe:"vfs_read" {
	print(func);
}

kprobe:0xffffffff81234560, kprobe:0xffffffff81234560+0x10 {
	print(arg0);
}
