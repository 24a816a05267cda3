// kernel: fentry-only
// A kernel without kprobes: whatever is asked for, fentry does it where it can.
kprobe:vfs_read { @a = sum(arg_count) }
kretprobe:vfs_read { @b = sum(retval) }
func:vfs_read { @c = sum(arg_count) }
funcret:vfs_read { @d = sum(retval) }
kprobe:vfs_* { @e = count() }
kprobe:only_clone | vfs_open { @f = count() }
kprobe:variadic? { @g = count() }
