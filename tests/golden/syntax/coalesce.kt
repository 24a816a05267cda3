// ?? binds tighter than every binary operator, looser than what stands before an operand.
BEGIN {
	$a = curtask.__state ?? curtask.state & 3;
	$b = 1 + 2 ?? 3 * 4 ?? 5;
	$c = -$a ?? !$b ?? *$c;
	$d = (uint32)$a ?? (struct file *)$b;
	$e = $a++ ?? $b[1].c;
	$f = $a ?? $b ? $c ?? 1 : $d ?? 2 ?: 3;
	$g = $a ?? ($b ?? $c);
	f(args.a ?? args.b, @m[arg_x ?? arg_y]);
}
kprobe:f /arg_x ?? arg_y/ < print(1 ?? 2 > 3) >
