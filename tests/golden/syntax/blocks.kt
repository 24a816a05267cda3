/* Blocks and `if` where values are wanted, and macros. */
macro nothing() { }
macro one() { 1 }
macro larger(a, $b, @c) { let $x = a; if $x > $b { $x } else { @c; $b } }
macro statement(x) { print(x); }
begin {
	$a = { let $b = 1; $b + 1 };
	$a = { 1 };
	$a = { 1; };
	$a = { };
	print({ $a }, 1 + { $a });
	$c = if $a { 1 } else { 2 } + 3;
	$c = if $a == 2 { "x" } else if $a > 3 { $d = 4; { "y" } } else { "z" };
	if ({ $c } == "x") { $c } else { "y" }
	@m[{ 1 }, if $a { 1 } else { 2 }] += { 3 };
	return { 3 }
}
begin < $a = { 2 > 1 }; print((if $a > 1 { 2 } else { 3 > 2 })) >
