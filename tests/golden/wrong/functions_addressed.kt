// kernel: clones
// needs: addresses
// What only addresses tell: the way to name one of several, and where functions begin.
kprobe:shared_name { }
kretprobe:shared_clone { }
kprobe:disk:twice_in_module { }
kprobe:missing_name | shared_name { }
fentry:before_shared+0x40 { }
kretprobe:before_shared+0x44 { }
func:before_shared+4 { }
