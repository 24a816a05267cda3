// kernel: clones
// Entry and return by the best way: fentry where it serves, kprobes otherwise.
func:vfs_read { @a = sum(arg_count) }
funcret:vfs_read { @b = sum(retval) }
func:notrace_here | schedule { @c = count() }
fentry:notrace_here? { @d = sum(arg_a) }
func:variadic { @e = count() }
func:eight_words { @f = sum(arg_h) }
func:takes_struct { @g = sum(arg_last) }
func:returns_struct { @h = count() }
func:never_kprobed { @i = sum(arg_a) }
func:vfs_*, funcret:vfs_* { @j = count() }
func:vfs_read { @k = count(); print(ctx.ip) }
func:vfs_read, func:schedule { @l[func, probe] = count() }
func:disk:disk_open | vfs_read { @m = count() }
