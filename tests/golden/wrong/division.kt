// kernel: v6.12-like
begin {
	print(comm / 2);
	print(10 / "5");
	print(pid % comm);
	print(1 / 0);
	print(pid % 0);
	print(comm + "x");
	print(-comm);
	print(!comm);
	print(~comm);
	print("a" < "b");
	print(comm == 1);
	print(curtask * 2);
	print(curtask - curtask);
	print((1, 2) == (1, "x"));
	print(pid << 64);
}
