// kernel: v6.12-like
// Members by pointer and by value, through anonymous members, arrays, bit-fields.
kprobe:tcp_sendmsg {
	$task = curtask;
	print($task.real_parent->comm);
	print($task->comm[0]);
	print($task.in_execve);
	print(args.sk.__sk_common.skc_daddr);
	print(arg_sk->__sk_common.skc_reuseport);
	print(((struct task_struct *)arg0).fs->root.dentry.d_name.len);
	print(*$task.nsproxy->mnt_ns);
	print(offsetof(struct task_struct, fs));
	print(sizeof(struct qstr));
	print(*(uint32 *)arg0 + 1);
	print((*($task.nsproxy)).mnt_ns.ns.inum);
	print(((uint16 *)arg1)[3]);
	print(arg_size);
}
