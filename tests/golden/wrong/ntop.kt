// kernel: v6.12-like
begin {
	print(ntop(curtask));
	print(ntop(comm, 1));
	print(ntop(probe));
	print(ntop(2, (1, 2)));
	$a = ntop(1);
	$a = 5;
	print($a < ntop(2));
	printf("%d", $a);
}
