// kernel: v6.12-like
// Return probes that ask for what the entry knew, and how they get it.
kretprobe:vfs_unlink { print((arg_dentry, retval)) }
kretprobe:vfs_read { print(entry((nsecs, arg_count))) }
kretprobe:vfs_read /arg_count > 3/ { print((arg_file, entry(kstack), kstack)) }
kretprobe:vfs_read { print((arg0, ctx.ip)) }
kretprobe:do_sock_setsockopt { print((arg_optval.user, arg_optlen, entry(str(arg_optval.user)))) }
kretprobe:vfs_* { print((arg0, retval)) }
kretprobe:vfs_read, kretprobe:vfs_read { print((ctx.sp, arg0)) }
fexit:vfs_read { print((entry(*arg_pos), arg_file, retval, entry(12), entry("constant"))) }
kretprobe:vfs_write { print(retval) }
kprobe:do_sock_setsockopt { print(arg_optval.is_kernel) }
