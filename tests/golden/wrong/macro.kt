// kernel: v6.12-like
macro again(x) { again(x) }
macro ping() { pong() }
macro pong() { ping() }
macro two(x, $y) { x }
macro two(x, @y) { x }
macro two(z, $k) { z }
macro leaves() { if (1) { return; } }
fn leaves() { }
macro inner() { $u = $v; $u }
macro typed(x) { x + "text" }

begin {
	again(1); ping();
	two(1, 2); two(1); two(x = 1, @z);
	print(inner());
	print($u);
	$w = { let $a = 1; };
	print(typed(1));
	print($a);
	$s = { kstack };
	$t = { @k++; kstack };
}
kretprobe:vfs_unlink { print(entry({ $b = 1; $b })); }
