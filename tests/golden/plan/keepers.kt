// kernel: v5.10-like
// A return probe that needs what only the entry knew has a program there too.

kretprobe:vfs_unlink {
	print((arg_dentry, retval, ctx));
}
