// kernel: clones
// What the compiler made of functions, and what is attached to for each.
kprobe:only_clone { @a = sum(arg0) }
kretprobe:only_clone { @b = sum(retval) }
func:only_clone { @c = count() }
fentry:only_clone { @d = count() }
kprobe:only_clones { @e = count() }
kprobe:with_clone { @f = sum(arg1) }
fentry:with_clone { @g = count() }
kprobe:with_part { @h = count() }
func:only_part { @i = count() }
kprobe:renamed { @j = sum(arg_b) }
func:privatized { @k = sum(arg_a) }
kprobe:only_clone.isra.0 { @l = sum(arg0) }
kprobe:twice_renamed.llvm.2 { @m = count() }
func:disk_open { @s = count() }
kprobe:with_p*, kprobe:*shared* { @t = count() }
kprobe:disk:* { @u = count() }
kprobe:shared_name | with_clone { @v = count() }
kprobe:shared_name? { @w = count() }
kprobe:never_kprobed { @x = sum(arg_a) }
kretprobe:with_clone { @y = sum(arg1) }
func:half_notrace { @z = count() }
