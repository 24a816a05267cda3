// kernel: v5.10-like
begin {
	for $t : tasks() {
		for $h : threads($t) { @threads[$t.comm] = count(); }
	}
	for $i : bits(0x11) { print($i); }
	exit();
}
