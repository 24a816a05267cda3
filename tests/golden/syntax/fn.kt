/* Functions of the program's own. */
fn nothing() { }
fn larger($a : int64, $b : int64) : int64 {
	if ($a > $b) { return $a; }
	return $b;
}
fn name_of($task : struct task_struct *, $n : uint8[4], $short : unsigned short) : string[16] {
	return $task.comm
}
begin { nothing(); print(larger(1, 2)); }

// Behind `.` and before `=` and `:` it is a name like any other.
fn = begin { print(fn.fn); fn(1); }
