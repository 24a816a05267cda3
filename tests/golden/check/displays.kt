// kernel: v6.12-like
// What is sent for pointers and structs that print as what they stand for.
kprobe:tcp_sendmsg {
	print(arg_sk);
	printf("%s %p %x\n", arg_sk, arg_sk, arg_sk);
	print((1, (curtask, ((struct file *)arg0), 2)));
	print((struct inode *)arg0);
	print((struct cred *)arg0);
	print((struct super_block *)arg0);
	print((struct filename *)arg0);
	print((struct net_device *)arg0);
	print((struct cgroup *)arg0);
	print((struct in6_addr *)arg0);
	print(((struct file *)arg0).f_path);
	print(((struct dentry *)arg0).d_name);
	print(arg_sk.__sk_common.skc_v6_daddr);
	print(*(struct sock_common *)arg0);
	print(*(struct qstr *)arg0);
	@kept[arg_sk] = curtask;
	print(@kept[arg_sk]);
	$pair = (1, curtask);
	print($pair);
}
