// kernel: v6.12-like
config = { max_strlen = 65536; }
begin {
	@[str(1), str(2), str(3), str(4), str(5), str(6), str(7), str(8), str(9)] = 1;
}
end {
	$a = str(1);
	$b = str(2);
	$c = str(3);
	$d = str(4);
	$e = str(5);
	$f = str(6);
	$g = str(7);
	$h = str(8);
	$i = str(9);
	print(($a, $b));
}
