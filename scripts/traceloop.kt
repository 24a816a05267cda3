#!/usr/bin/env ktrace
// name: traceloop
// does: keeps the last system calls of each container, process, thread or user, and shows them when asked, at the end and when a process is killed
// usage: ktrace traceloop [options]
// overhead: two programs for each call that is recorded, a microsecond or two together; for others a test of the number
// kernels: all
// example: ktrace traceloop --syscalls openat,write,read -- these, of each container, until Ctrl-C
// example: ktrace traceloop --key process --last 20 -- of each process; kill -USR1 shows what there is so far
// example: ktrace traceloop --syscalls 'file,!readlink' --failed -- what could not be done with files
// example: ktrace traceloop --pids 812 --slow 10ms -- what kept a process waiting

param key : one_of(cgroup, process, thread, user) = cgroup "what has last calls of its own";
param last : uint = 100 "how many calls of each are kept";
param syscalls : set(syscall) = all "system calls to record";
param pids : set(pid) = all "processes to look at";
param users : set(user) = all "users to look at";
param cgroups : set(cgroup) = all "control groups to look at";
param failed : bool = no "keep only calls that fail";
param slow : duration = 0s "keep only calls that take as long";
param deaths : bool = yes "when a signal kills a process, show the last calls of what it belongs to";
param ended : uint = 32 "on each processor, how many processes (threads) that ended are kept";

config = { print_maps_on_exit = false }

let @last = recorder($last);
let @open = hash(16384);		// calls that have not returned

// What has the task's calls.
fn owner() : uint64 {
	if ($key == "process") { return pid; }
	if ($key == "thread") { return tid; }
	if ($key == "user") { return uid; }
	return cgroup;
}

syscall:$syscalls /pid in $pids && uid in $users && cgroup in $cgroups/ {
	@open[tid] = (time, user(uid), cgroup_name(cgroup), pid, comm, args);
}

sysret:$syscalls /tid in @open/ {
	$call = @open[tid];
	$took = nsecs - (uint64)$call.0;
	delete(@open, tid);
	if ((!$failed || retval < 0) && $took >= $slow) {
		@last[owner()] = row(time, user(uid), cgroup = cgroup_name(cgroup), pid, tid, comm,
				     took = duration($took), result = errno(retval),
				     call = returned($call.5));
	}
}

// What has been recorded, and what has not returned.
fn dump() {
	print(@last);
	if (!$failed) {
		if has(helper:for_each_map_elem) {
			for $kv : @open {
				$took = nsecs - (uint64)$kv.1.0;
				if ($took >= $slow) {
					emit(time = $kv.1.0, user = $kv.1.1, cgroup = $kv.1.2, pid = $kv.1.3,
					     tid = $kv.0, comm = $kv.1.4, took = duration($took),
					     result = "unfinished", call = $kv.1.5);
				}
			}
		} else {
			print(@open);
		}
	}
}

// exit() and exit_group() do not return; the task that makes them does not either.
fn end_call() {
	if (tid in @open) {
		if (!$failed && !$slow) {
			@last[owner()] = row(time, user(uid), cgroup = cgroup_name(cgroup), pid, tid, comm,
					     took = duration(nsecs - (uint64)@open[tid].0),
					     result = "no return", call = @open[tid].5);
		}
		delete(@open, tid);
	}
}

// Of those that ended, the oldest makes room: processes come and go, and a recorder's room does not grow.
fn keep_ended() {
	if ($ended) {
		@ends[cpu]++;
		$place = @ends[cpu] % $ended;
		if ((cpu, $place) in @ended) { delete(@last, @ended[cpu, $place]); }
		@ended[cpu, $place] = owner();
	} else {
		delete(@last, owner());
	}
}

tracepoint:sched:sched_process_exit {
	$signal = curtask.exit_code & 0x7f;
	$is_last = curtask.signal.live.counter == 0;
	end_call();
	if (owner() in @last) {
		if ($deaths && $signal && $is_last) {
			print(@last[owner()]);
			emit(time, user(uid), cgroup = cgroup_name(cgroup), pid, tid, comm, took = "",
			     result = signal_name($signal), call = "was killed");
		}
		if ($key == "thread" || ($key == "process" && $is_last)) { keep_ended(); }
	}
}

self:signal:SIGUSR1 { dump(); }

end { dump(); }
