// kernel: v6.12-like
begin {
	@h = hist(1, 6);
	@l = lhist(1, 10, 5, 1);
	@m = lhist(1, 0, 5, 0);
	@n = lhist(1, 0, 100000, 1);
	count();
	$i = count();
	$j = kaddr("no_such_symbol");
	$k = time("x");
	$l = buf(pid, 0);
	len(5);
	nam;
}
