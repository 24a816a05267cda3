// TCP connections that are accepted. inet_csk_accept's parameters changed in 6.10; what
// it returns did not move.
kretprobe:inet_csk_accept /retval != 0/ { print(retval); }
