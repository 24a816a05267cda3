// kernel: clones
// needs: addresses
// Functions that are attached to by their addresses, or by their distance from others.
kprobe:before_shared+0x40 { @n = sum(arg0) }
kretprobe:before_clone+0x40, funcret:before_clone+64 { @o = count() }
kprobe:also_a_variable { @p = count() }
func:also_a_variable { @q = count() }
kprobe:disk:in_two_modules, kprobe:vmlinux:in_module_too, kprobe:disk:in_module_too { @r = count() }
kprobe:with_clone+0, kprobe:with_clone+8 { @s = count() }
