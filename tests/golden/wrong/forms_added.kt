// kernel: v6.12-like
begin {
	$one = duration(5);
	print($one + size(5));
	print($one == size(5));
	print($one * $one);
	print(5 / $one);
	print(user(0) + 1);
	print($one << 1);
}
