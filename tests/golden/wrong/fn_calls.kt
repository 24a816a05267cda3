// kernel: v6.12-like
fn d1() { d2(); } fn d2() { d3(); } fn d3() { d4(); } fn d4() { d5(); } fn d5() { d6(); }
fn d6() { }
fn number($a : int64) : int64 { return $a; }
fn nothing() { $inner = 1; }
fn text($p : char *) { print(str($p)); }

begin {
	$x = nothing();
	number();
	number(a = 1);
	for $y : number(1) { }
	@ = number("a");
	print($inner);
	nothing;
	nothing() + 1;
}
kretprobe:vfs_unlink { print(entry(number(1))); }
tracepoint:syscalls:sys_enter_openat { text(args.filename); text(curtask.comm); text(curtask.real_parent); }
