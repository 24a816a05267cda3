// kernel: v6.12-like
// words: --calls openat,kill --fns vfs_unlink,vfs_read --every 250ms
// Parameters in heads: text for text, a head for each of a set, one program for system calls.
param calls : set(syscall) = all;
param fns : set(string) = vfs_open "functions";
param every : duration = 1s;
param n : uint = 100 "entries";

let @m = lruhash($n);

syscall:$calls { @m[probe] = 1; }
kprobe:$fns | kprobe:not_$fns { @m[comm] = $n; }
interval:$every { print(@m); }

param signals : set(signal) = KILL, SIGTERM, usr1, 9, 64;
tracepoint:sched:sched_switch /args.prev_prio in $signals/ { @m["signal"] = 1; }
