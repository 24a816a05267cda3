// kernel: v6.12-like
macro one() { 1 }
macro twice(x) { x + x }
macro swap($a, $b) { let $t = $a; $a = $b; $b = $t; }
macro bump(@m, key) { @m[key]++; @m[key] }
macro max(a, b) { let $x = a; let $y = b; if $x > $y { $x } else { $y } }
macro max(a, b, c) { max(max(a, b), c) }
macro state(task) { if has(struct task_struct.__state) { task.__state } else { task.state } }
macro times(n, @m) { for $i : 0..n { @m[$i] = count(); } }
macro strlen(text) { 3 }
fn three() : int64 { return twice(one) + one(); }
let @sized = hash(twice(50));

begin /one == 1/ {
	$t = 1; $b = 2;
	swap($t, $b);
	@c = bump(@counts, "a");
	print(max(1, max(2, three()), 3));
	print(strlen("abcd"));
	times(3, @times);
	print({ let $t2 = $t; $t2 * 2 });
}
kprobe:vfs_unlink { print(state(curtask)); }

#define SEVEN 7
#define SHIFTED (1 << SEVEN)
#define LABEL "label"
begin { printf(LABEL); print(SHIFTED | has(struct task_struct.state)); }
