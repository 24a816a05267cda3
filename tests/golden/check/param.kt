// kernel: v6.12-like
// words: --pids ' 5 , 7,5' --calls write, 'open*, !openat2' --every 1.5s --limit 2M --low=-3 --verbose --name 'a, b' --list '"x, y",z' --mode slow -- word
// Values become literals, and what they decide is left out.
param pids : set(pid) = all;
param calls : set(syscall) = all;
param every : duration = 1s;
param limit : size = 4k;
param low : int = 0;
param verbose : bool = no;
param name : string = "";
param list : set(string) = all;
param mode : one_of(fast, slow) = fast;
param one : pid = all;
param uids : set(user) = !0;

BEGIN {
	print(($every, $limit, $low, $name, $mode));
	if ($verbose) { print("verbose"); } else { print(nothing); }
	if ($mode == "fast") { print(nothing); }
	if ($low < 0 && $limit / 1024 > 100) { print("both"); }
	if ($one == all) { print("any"); } else { print(nothing); }
	if ($pids != all && pid in $pids) { print("pids"); }
	if (1 in $calls || 257 in $calls) { print("write"); }
	if (437 in $calls) { print("openat2"); }
	if (uid in $uids && comm in $list && pid in $one) { print("uids"); }
	print(getopt("quick", false, "be quick") ? 1 : 2);
	print(add(1, 2));
	print(str($1));
	exit();
}

interval:$every { print($every); }

tracepoint:sched:sched_switch /$verbose && !$verbose/ { print(nothing); }

fn add($low : int64, $name : uint64) : int64 { return $low + $name + getopt("more", 7) + $limit; }
