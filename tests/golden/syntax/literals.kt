BEGIN {
	f(0, 42, 017, 0xFF, 0xdead_beef, 1e6, 1_000_000, 12u, 13L, 14ul, 15ll, 16ULL);
	f(10ns, 10us, 10ms, 10s, 10m, 10h, 10d);
	f(18446744073709551615, 0xffffffffffffffff);
	f("", "text", "\n\t\r\"\\", "\0", "\101\x41z", "tilde ~ ü");
	f(true, false, $1, $23, $#);
	f((), (1,), (1, 2), (1, (2, 3)), (1));
	f($x, @, @m, @m[1], @m[1, 2], @m[(1, 2)], @m["a"][3], arg0, args.x, args->x);
}
