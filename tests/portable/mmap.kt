// Mappings by length and offset. A parameter came to stand before the offset in 6.6.
kprobe:do_mmap /arg_pgoff != 0/ { printf("%s %d %d\n", comm, arg_len, arg_pgoff); }
