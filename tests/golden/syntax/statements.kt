BEGIN {
	let $a;
	let $b : uint8;
	let $c = 1;
	let $d : struct page *[3] = 1;
	$a = 1; $a += 2; $a -= 3; $a *= 4; $a /= 5; $a %= 6; $a &= 7; $a |= 8; $a ^= 9;
	$a <<= 10; $a >>= 11;
	_ = f();
	if $a { } else if ($b) { g() } else { h(); }
	if ($a) { } if ($b) { }
	while ($a < 3) { $a++; continue; }
	while $a { break }
	for $i : 0..10 { print($i); }
	for ($i : $a..$b + 1) { }
	for $kv : @m { print($kv.0, $kv.1); }
	for ($kv : @m) { }
	unroll (3) { f() }
	unroll 4 { }
	{ ; ; { } };
	return;
	return 1
}
