#!/usr/bin/env ktrace
// name: pstree
// does: prints the processes as a tree, children below their parents
// usage: ktrace pstree [options]
// overhead: a few passes over the processes; nothing stays attached
// kernels: all; before 5.17 only the first 1,024 processes
// example: ktrace pstree --pid 1234 -- what this process has started, and what that has
// example: ktrace -f json pstree --rows -- an object for each process, parents first

param pid : pid = all "print only this process and what is below it";
param rows : bool = no "print rows with columns, parents before their children, instead of a tree";

config = { max_map_keys = 65536; print_maps_on_exit = false }

// The loop itself is kept short, for kernels whose verifier follows each round of it.
begin {
	$n = 0;
	for $t : tasks() {
		@seen[$n] = ($t.pid, (uint64)$t);
		$n++;
	}
	@count = $n;
	@at = -1;
}

// Unless it has ended meanwhile.
fn note($id : int64, $t : struct task_struct *) {
	if ($t.pid != $id) { return; }
	@parent[$id] = $t.real_parent.tgid;
	@uid[$id] = $t.real_cred.uid.val;
	@threads[$id] = $t.signal.nr_threads;
	@comm[$id] = str($t.comm);
}

// Of each process the first child, and of each child the next. A child whose parent is not
// among the processes stands at the root.
fn link($id : int64) {
	if (!has_key(@comm, $id)) { return; }
	$above = has_key(@comm, @parent[$id]) ? @parent[$id] : 0;
	if (has_key(@last, $above)) { @next[@last[$above]] = $id; } else { @child[$above] = $id; }
	@last[$above] = $id;
}

fn show($id : int64) {
	if ($rows) {
		emit(pid = $id, parent = @parent[$id], user = user(@uid[$id]), threads = @threads[$id],
		     depth = @depth, comm = @comm[$id]);
	} else {
		printf("%r%s(%d)\n", buf("                                        ", @depth * 2), @comm[$id], $id);
	}
}

// Down to the first child, or along to the next, or up.
fn walk($here : int64) {
	if (!@up) { show($here); }
	if (!@up && has_key(@child, $here)) {
		@at = @child[$here];
		@depth++;
	} else if (@depth == 0 && ($pid != all || !has_key(@next, $here))) {
		@done = 1;
		exit();
	} else if (has_key(@next, $here)) {
		@at = @next[$here];
		@up = 0;
	} else {
		@at = @parent[$here];
		@depth--;
		@up = 1;
	}
}

fn step() {
	if (@noted < @count) {
		note(@seen[@noted].0, (struct task_struct *)@seen[@noted].1);
		@noted++;
	} else if (@linked < @count) {
		link(@seen[@linked].0);
		@linked++;
	} else if (@at >= 0) {
		walk(@at);
	} else {
		@at = $pid == all ? @child[0] : (int64)$pid;
		if (!has_key(@comm, @at)) { printf("no process has the number %d\n", @at); @done = 1; exit(); }
	}
}

// The verifier follows every round of a loop where the kernel has none of its own.
interval:ms:1 /!@done/ {
	if (has(helper:loop)) {
		for $i : 0..65536 { step(); }
	} else {
		step();
		step();
		step();
	}
}
