// kernel: fentry-only
// Without kprobes: what fentry cannot do, in one sentence each.
kprobe:vfs_read { print(ctx) }
func:vfs_read { print(ctx) }
kprobe:vfs_read+4 { }
kprobe:only_clone { }
func:without_type { }
kretprobe:variadic { }
kprobe:eight_words { }
func:takes_struct { }
kprobe:with* { }
kprobe:vfs_unlink { }
