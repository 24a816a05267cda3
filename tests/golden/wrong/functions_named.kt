// kernel: clones
// Arguments by name where the source's prototype does not hold.
kprobe:only_clone { print(arg_a) }
kprobe:with_clone { print(arg_a) }
func:only_part { print(arg_a) }
kprobe:only_clone.isra.0 { print(arg_a) }
kprobe:vfs_read+4 { print(arg_count) }
funcret:returns_struct { print(ctx) }
func:never_kprobed { print(ctx) }
kprobe:never_kprobed+4 { }
