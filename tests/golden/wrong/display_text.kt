// kernel: v6.12-like
// Texts that are made when a value is printed, and structs that this kernel does not tell whole.
kprobe:tcp_sendmsg {
	print(str(curtask));
	print(str(arg_sk));
	print(str((struct super_block *)arg0));
	print(str((struct dentry *)arg0));
}
