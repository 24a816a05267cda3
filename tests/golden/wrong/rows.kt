// kernel: v6.12-like
// Rows whose values have no names, or the same ones, and names that nobody asked for.
kprobe:vfs_unlink {
	emit(pid, 1 + 2);
	@ = 1;
	emit((uint64)5, @);
	emit(pid, comm, pid = tid);
	emit(dentry = 1, arg_dentry);
	emit(path = "a", path_hex = "b");
	emit(path_hex = "a", path = "b");
	emit();
	emit(time());
	emit(x = time());
	print(a = 1);
	vfs_read(a = 1);
	$x = emit(pid);
	emit(none = 1, other = $nowhere);
	emit(curtask.comm, arg_dentry.d_name.name);
}
