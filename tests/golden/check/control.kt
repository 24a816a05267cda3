// kernel: v6.12-like
begin /pid > 1/ {
	$i = 0;
	while (true) {
		if ($i++ > 10) { break }
	}
	for $j : 0..$i {
		if ($j % 2) { continue }
		@seen[$j] = $j;
	}
	for $kv : @seen { print($kv.1) }
	unroll(3) { @rounds++ }
	{ let $inner = comm; print($inner) }
	{ let $inner = 5; print($inner) }
	_ = 1 + 1;
	if (pid) { return } else { exit(3) }
}
