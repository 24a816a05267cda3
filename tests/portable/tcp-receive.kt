// How much programs ask TCP for: the length is the third parameter, with fewer behind it
// on every newer kernel.
kprobe:tcp_recvmsg { @[comm] = max(arg_len); }
