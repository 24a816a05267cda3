// The name as the kernel took it over. do_filp_open became do_file_open in 7.0.
kprobe:do_file_open | do_filp_open { print(arg_pathname); }
