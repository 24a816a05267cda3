// kernel: v6.12-like
begin {
	print(curtask.pidd);
	print(curtask.real_parent->tgdi);
	print(curtask.pid.x);
	print(arg_nothing.x);
	print(curtask.fs.root.dentry.d_nam.name);
	print(pid.x);
	print(((struct task_strct *)0).pid);
	print(offsetof(struct dentry, d_nme));
	print(((struct linux_binprm *)1).file);
	print((1, 2).2);
	print(curtask.comm[16]);
	print(curtask.d_child ? 1 : 2);
}
