// kernel: v6.12-like
begin {
	$total = 1;
	$sum = $totl + 1;
	if (pid) { $inner = 2; print($inner) }
	print($inner);
	let $total = 3;
	{ let $total = 4; print($total) }
	print($never);
}
