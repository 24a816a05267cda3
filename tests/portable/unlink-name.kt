// The name that is to be deleted, as the program gave it: do_unlinkat became
// filename_unlinkat in 7.0.
kprobe:filename_unlinkat | do_unlinkat { print(arg_name); }
