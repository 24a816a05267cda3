// kernel: v6.12-like
begin {
	1 + 1;
	pid;
	exit();
	print(1);
	print(2);
}
begin { $x = comm }
begin { print($nope) }
