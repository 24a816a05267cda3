// kernel: v6.12-like
begin {
	while (true) { @x++ }
	while (1) { if (@x > 3) { continue } }
	while (1) { for $i : 0..3 { break } }
	while (1) { break }
	unroll(0) { @x++ }
	unroll(101) { @x++ }
	unroll(pid) { @x++ }
	break;
	continue;
	for $kv : @x { print($kv) }
	for $i : comm..5 { print($i) }
}
