// Socket options: the length is the fifth parameter before 6.7, and since then the sixth
// behind a struct of two words: on the stack.
kprobe:do_sock_setsockopt | __sys_setsockopt {
	printf("%d %d %d\n", arg_level, arg_optname, arg_optlen);
}
