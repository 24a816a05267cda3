// kernel: clones
// Functions that cannot be had, names that several have, arguments that clones do not.
func:twice_renamed { }
fentry:in_module_too { }
kprobe:in_two_modules { }
kprobe:*ed_name { }
kprobe:inlined, func:only_cold { }
kprobe:disk:vfs_read { }
kprobe:disk:net_open { }
kprobe:disk:disk_opn { }
kprobe:nvme:disk_open { }
kprobe:vmlinux:with_clnoe { }
kprobe:start_kernel { }
func:notrace_here { }
kretprobe:notrace_here { }
kprobe:renamed.llvm.12345.cold { }
