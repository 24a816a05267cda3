// kernel: v6.12-like
// Names of columns: those given, and those that values go by themselves.
kprobe:vfs_unlink {
	$depth = 2;
	@seen[pid] = 1;
	emit(time, pid, comm, op = "unlink", path = arg_dentry);
	emit(args.dentry, arg_dir, arg0, $depth, @seen[pid], curtask.comm);
	emit(str(curtask.comm), kstack(3), (uint8)$depth, *curtask.nsproxy, probe);
	emit(curtask.nothing ?? curtask.pid, deep = arg_nothing ?? arg_dentry, ksym(arg1));
	emit(@seen[1], tuple = (1, "a"), flags = (enum open_flags)65);
}
