// kernel: v6.12-like
fn larger($a : int64, $b : int64) : int64 {
	if ($a > $b) { return $a; }
	return $b;
}
fn largest($a : int32, $b : int64, $c : int64) : int64 {
	$first = larger($a, $b);
	return larger($first, $c);
}
fn who($task : struct task_struct *) : string[16] { return $task.comm; }
fn parent($task : struct task_struct *) : struct task_struct * { return $task.real_parent; }
fn where() : string { return probe; }
/* The user's own wins over what ktrace has. */
fn strlen($s : string[8]) : uint8 { return 3; }
fn text($p : char *) : string[32] { return str($p); }
fn unused() { print(nothing_like_it); }

begin {
	@m = largest(1, 2, 3);
	print(who(parent(curtask)));
	print(strlen("abc"));
	print(where());
}
tracepoint:syscalls:sys_enter_openat { @[text(args.filename)] = count(); @at[where()] = count(); }
kprobe:vfs_unlink, kprobe:vfs_rename { @f[where()] = count(); }
