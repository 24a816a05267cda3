BEGIN {
	if (pid) print(pid);
	if (pid) { }; else { }
	let @x = 3;
	let $y : = 3;
	for $i in 0..3 { }
	for $i : 0..3 print($i);
	$x.3ms = 1;
	$x[1, 2];
	break 3;
}
