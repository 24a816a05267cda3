// kernel: clones
// needs: addresses
// A function that is named by its place.
kprobe:before_shared+0x40 { print(arg_a) }
