// kernel: v6.12-like
fn factorial($n : int64) : int64 { if ($n < 2) { return 1; } return $n * factorial($n - 1); }
fn ping($n : int64) { pong($n); }
fn pong($n : int64) { ping($n); }
fn one($n : int64) : int64 { if ($n) { return 1; } }
fn two($n : uint8, $p : struct task_struct *) { return 4; }
fn three() : string { return; }
fn one() { }
fn asks() { print(args.prev_pid); print($outside); }
fn five($v : void, $w : struct nowhere *) : struct nothing { return $v; }
fn narrow($n : uint64) : uint32 { return $n + 1; }
fn breaks() { break; }

begin {
	$outside = 1;
	one(1, 2); one("x");
	two(pid, curtask); two(3, curtask.mm);
	three(); asks();
	five(1, 2); narrow(1); breaks();
}
tracepoint:sched:sched_switch { asks(); }
