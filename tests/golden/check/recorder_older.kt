// kernel: v5.10-like
let @r = recorder(100);
let @few = recorder(3, 20);
let @one = recorder(5);
kprobe:vfs_unlink {
	@r[pid] = (comm, arg_dentry);
	@r[pid] = row(time, path = arg_dentry, n = 1);
	@few[comm, 1] = kstack(3);
	@one = 1;
	print(@r[pid]);
	print(@r[pid], 3);
	print(@few);
	print(@one);
	delete(@r, pid);
	clear(@few);
}
self:signal:SIGUSR1 { print(@r); }
