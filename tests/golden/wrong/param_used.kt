// kernel: v6.12-like
// stage: types
// A parameter is set by the command line alone, and a set is no value.
param count : int = 5 "how many";
param pids : set(pid) = all;
param names : set(string) = all;

BEGIN {
	$count = 6;
	$count++;
	let $count;
	print($pids);
	print($pids + 1);
	if ($pids == 5) { print(1); }
	if (comm in $pids) { print(1); }
	if (pid in $pidss) { print(1); }
	if (pid in (comm, 5)) { print(1); }
	if (pid in ("a", 5)) { print(1); }
	if (pid in ()) { print(1); }
}
