// TCP connections that are tried.
kprobe:tcp_connect { print(arg_sk); }
