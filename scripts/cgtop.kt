#!/usr/bin/env ktrace
// name: cgtop
// does: prints what each control group does: processor time, processes and programs started
// usage: ktrace cgtop [options]
// overhead: a program for each switch of tasks, some 100 ns, and for each process that starts
// kernels: all; at most 16,384 groups at a time. Before 5.13 what was not shown yet at the end is not shown
// example: ktrace cgtop --every 5s -- a table every five seconds
// example: ktrace cgtop --depth 1 -- whole slices: what lies deeper counts for the group above it
// example: ktrace cgtop --under /system.slice -- only these, those made later included

param every : duration = 1s "time between two tables";
param depth : uint = all "tell groups apart down to this level; 0 is the root";
param under : cgroup = all "only this control group and what is below it";

config = { max_map_keys = 16384; max_strlen = 256; print_maps_on_exit = false }

// The group that a task counts for, or NULL.
fn group_of($task : struct task_struct *) : struct cgroup * {
	$group = $task.cgroups.dfl_cgrp;
	if ($depth != all) {
		unroll(16) { if ($group.level > $depth) { $group = $group.self.parent.cgroup; } }
	}
	if ($under != all) {
		$above = $group;
		unroll(16) { if ($above.level > 0 && $above.kn.id != $under) { $above = $above.self.parent.cgroup; } }
		if ($above.kn.id != $under) { return (struct cgroup *)0; }
	}
	return $group;
}

// The name is taken while the group is there. Before 5.13 no loop goes over a map, so groups
// are numbered there; if two processors take the same number, one finds it taken the next time.
fn remember($group : struct cgroup *) {
	$id = $group.kn.id;
	@path[$id] = str($group);
	if (!has(helper:for_each_map_elem)) {
		$number = @count;
		@groups[$number] = $id;
		@number[$id] = $number;
		@count = $number + 1;
	}
}

fn is_known($id : uint64) : bool {
	return has(helper:for_each_map_elem) ? has_key(@path, $id) : @groups[@number[$id]] == $id;
}

// Who has been running since the last of these: once a task is switched off, and ten times
// a second if nothing else runs.
fn account($task : struct task_struct *) {
	$ran = @since[cpu] ? nsecs - @since[cpu] : 0;
	@since[cpu] = nsecs;
	$group = group_of($task);
	if ($task.pid == 0 || !$group) { return; }
	@ns[$group.kn.id] += $ran;
}

rawtracepoint:sched_switch {
	account(arg_prev);
	$group = group_of(arg_prev);
	if ($group && !is_known($group.kn.id)) { remember($group); }
}

profile:hz:10 { account(curtask); }

rawtracepoint:sched_process_fork /arg_child.pid == arg_child.tgid/ {
	$group = group_of(curtask);
	if ($group) { @forks[$group.kn.id]++; }
}

rawtracepoint:sched_process_exec {
	$group = group_of(curtask);
	if ($group) { @execs[$group.kn.id]++; }
}

tracepoint:cgroup:cgroup_rmdir /args.root == 0 && has_key(@path, args.id)/ { @gone[args.id] = 1; }

fn show($id : uint64) {
	if (!has_key(@path, $id)) { return; }
	$ns = @ns[$id];
	$forks = @forks[$id];
	$execs = @execs[$id];
	if ($ns || $forks || $execs) {
		emit(time, cpu = duration($ns), forks = $forks, execs = $execs, cgroup = $id, path = @path[$id]);
	}
	@ns[$id] -= $ns;
	@forks[$id] -= $forks;
	@execs[$id] -= $execs;
	if (has_key(@gone, $id) && has(helper:for_each_map_elem)) {
		delete(@ns, $id);
		delete(@forks, $id);
		delete(@execs, $id);
		delete(@path, $id);
		delete(@gone, $id);
	}
}

interval:$every, end {
	if (has(helper:for_each_map_elem)) {
		for $group : @ns { show($group.0); }
	} else {
		@next = 0;
		@todo = @count;
	}
}

interval:ms:2 /!has(helper:for_each_map_elem) && @next < @todo/ {
	show(@groups[@next]);
	@next++;
}
