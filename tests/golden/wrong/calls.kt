// kernel: v6.12-like
begin {
	nothing(1);
	prnt(1);
	print();
	print(1, 2);
	strlen(1);
	strlen(curtask.mm);
	printf;
	pid(1);
	$a = strlen("a", "b");
	$b = str();
	$c = kstack(512);
	$d = kstack(fancy);
	$e = kstack(3, perf);
	$f = nsecs(lunar);
	$g = strncmp("a", "b", pid);
	$h = strftime(comm, nsecs);
	$i = strlen((char *)5);
}
end { exit("x") }
