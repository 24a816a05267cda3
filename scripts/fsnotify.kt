#!/usr/bin/env ktrace
// name: fsnotify
// does: shows each inotify and fanotify event with who caused it and who received it
// usage: ktrace fsnotify [options]
// overhead: a few updates of maps for each event that is queued, and a row when it is read; nothing for
//   files that nobody watches
// kernels: all with kprobes or fentry
// example: ktrace fsnotify --inotify-only --tracee-pid 812 -- what watchers are told of one process
// example: ktrace fsnotify --fanotify-only -- events, permissions asked for and the answers
// example: ktrace fsnotify --slow 100ms -- events that waited so long before they were read
// example: ktrace fsnotify --latency --slow 1h -- at the end, how long readers let events wait; no rows

param inotify_only : bool = no "inotify events only";
param fanotify_only : bool = no "fanotify events only";
param tracee_pid : pid = all "only events that this process causes";
param tracer_pid : pid = all "only events that this process reads";
param tracer_group : uint = 0 "only those of this notification group, the GROUP of a row";
param slow : duration = 0s "only events that waited so long before they were read";
param latency : bool = no "at the end also how long events waited to be read, in microseconds by reader";

config = {
	print_maps_on_exit = false;
	max_path_depth = 32;
}

// Of an event that is queued, by its address. Events that the kernel merges keep who caused the first.
let @when = lruhash(16384);
let @cause = lruhash(16384);
let @name = lruhash(16384);
let @parent = lruhash(16384);
let @owner = lruhash(16384);
let @depth = lruhash(16384);
let @file = lruhash(16384);
let @reader = lruhash(16384);
let @reader_name = lruhash(16384);
let @reader_parent = lruhash(16384);
let @reader_owner = lruhash(16384);
// While a thread makes an event: the inodes of the file and of its directory.
let @about = lruhash(4096);

fn is_fanotify($group : struct fsnotify_group *) : bool {
	return (uint64)$group.ops == kaddr("fanotify_fsnotify_ops");
}

fn report($type : string[12], $group : struct fsnotify_group *, $event : uint64, $answer : string[12],
	  $fa_type : string[12], $name : string[512]) {
	$waited = nsecs - @when[$event];
	if (($tracee_pid == all || @cause[$event].0 == $tracee_pid) &&
	    ($tracer_pid == all || @reader[$event].0 == $tracer_pid) && $waited >= $slow) {
		$fa = $fa_type != "";
		emit(time, $type, tracee = @cause[$event].0, tracee_comm = @name[$event],
		     tracer = @reader[$event].0, tracer_comm = @reader_name[$event],
		     // The bits that its reader is told.
		     i_mask = (enum inotify_mask)($fa ? 0 : ((struct inotify_event_info *)$event).mask & 0x4000efff),
		     fa_mask = (enum fanotify_mask)($fa ? ((struct fanotify_event *)$event).mask : 0),
		     response = $answer,
		     audit = $answer != "" && (((struct fanotify_perm_event *)$event).response & 0x10) != 0,
		     delay = duration($waited), queued = @depth[$event].0,
		     queue_max = @depth[$event].1, wd = $fa ? 0 : ((struct inotify_event_info *)$event).wd,
		     cookie = $fa ? 0 : ((struct inotify_event_info *)$event).sync_cookie, ino = @file[$event].0,
		     ino_dir = @file[$event].1, $fa_type,
		     fa_pid = $fa ? ((struct fanotify_event *)$event).pid.numbers[0].nr : 0,
		     tracee_tid = @cause[$event].1, tracee_ppid = @parent[$event].0,
		     tracee_pcomm = @parent[$event].1, tracee_uid = user(@owner[$event].0),
		     tracee_gid = group(@owner[$event].1), tracee_mntns = @owner[$event].2,
		     tracer_tid = @reader[$event].1, tracer_ppid = @reader_parent[$event].0,
		     tracer_pcomm = @reader_parent[$event].1,
		     tracer_uid = user(has_key(@reader, $event) ? @reader_owner[$event].0 : 0xffffffff),
		     tracer_gid = group(has_key(@reader, $event) ? @reader_owner[$event].1 : 0xffffffff),
		     tracer_mntns = @reader_owner[$event].2,
		     prio = (int64)$group.priority, fa_flags = (uint32)$group.fanotify_data.flags,
		     fa_f_flags = (enum open_flags)$group.fanotify_data.f_flags, group = (uint64)$group,
		     $name);
	}
}

fn kind_of($event : uint64) : string[12] {
	$kind = (uint32)((struct fanotify_event *)$event).type;
	if ($kind == FANOTIFY_EVENT_TYPE_PATH) { return "PATH"; }
	if ($kind == FANOTIFY_EVENT_TYPE_PATH_PERM) { return "PATH_PERM"; }
	if ($kind == FANOTIFY_EVENT_TYPE_FID) { return "FID"; }
	if ($kind == FANOTIFY_EVENT_TYPE_FID_NAME) { return "FID_NAME"; }
	if ($kind == FANOTIFY_EVENT_TYPE_OVERFLOW) { return "OVERFLOW"; }
	if ($kind == (FANOTIFY_EVENT_TYPE_FS_ERROR ?? 100)) { return "FS_ERROR"; }
	return "MNT";
}

// Those that know a file have its path; FID_NAME has the name in the directory, behind the handles. (Where the
// verifier follows every round of a path's walk, one more way is too much.)
fn name_of($event : uint64) : string[512] {
	$kind = (uint32)((struct fanotify_event *)$event).type;
	if ($kind == FANOTIFY_EVENT_TYPE_PATH) { return str(((struct fanotify_path_event *)$event).path, 512); }
	if ($kind == FANOTIFY_EVENT_TYPE_PATH_PERM) { return str(((struct fanotify_perm_event *)$event).path, 512); }
	if (has(helper:loop) && $kind == FANOTIFY_EVENT_TYPE_FID_NAME) {
		$info = ((struct fanotify_name_event *)$event).info;
		if ($info.name_len != 0) {
			return str((char *)($event + offsetof(struct fanotify_name_event, info.buf) + $info.dir_fh_totlen +
					    ($info.dir2_fh_totlen ?? (uint8)0) + $info.file_fh_totlen), 512);
		}
	}
	return "";
}

// What an event is about is told by a path, an inode or, from 5.17 on, a dentry.
fn inode_of($data : uint64, $kind : int64) : uint64 {
	if ($kind == (FSNOTIFY_EVENT_PATH ?? 1)) { return ((struct path *)$data).dentry.d_inode.i_ino; }
	if ($kind == (FSNOTIFY_EVENT_INODE ?? 2)) { return ((struct inode *)$data).i_ino; }
	if ($kind == (FSNOTIFY_EVENT_DENTRY ?? -1)) { return ((struct dentry *)$data).d_inode.i_ino; }
	return 0;
}

kprobe:inotify_handle_inode_event { @about[tid] = (arg_inode.i_ino, arg_dir == 0 ? 0 : arg_dir.i_ino); }
kprobe:fanotify_handle_event {
	@about[tid] = (inode_of((uint64)arg_data, arg_data_type), arg_dir == 0 ? 0 : arg_dir.i_ino);
}

kprobe:fsnotify_insert_event | fsnotify_add_event
/($tracer_group == 0 || (uint64)arg_group == $tracer_group) &&
 (!$inotify_only || !is_fanotify(arg_group)) && (!$fanotify_only || is_fanotify(arg_group))/ {
	// A queue that is full gets one event that says so, and nothing more until that is read.
	$is_full = arg_group.q_len >= arg_group.max_events;
	$event = $is_full ? (uint64)arg_group.overflow_event : (uint64)arg_event;
	if (!$is_full || !has_key(@when, $event)) {
		@when[$event] = nsecs;
		@cause[$event] = (pid, tid);
		@name[$event] = comm;
		@parent[$event] = (curtask.real_parent.tgid, curtask.real_parent.comm);
		@owner[$event] = (uid, gid, curtask.nsproxy.mnt_ns.ns.inum);
		@depth[$event] = (arg_group.q_len, arg_group.max_events);
		@file[$event] = @about[tid];
	}
}

kretprobe:fsnotify_remove_first_event {
	$event = (uint64)retval;
	if (has_key(@when, $event)) {
		@reader[$event] = (pid, tid);
		@reader_name[$event] = comm;
		@reader_parent[$event] = (curtask.real_parent.tgid, curtask.real_parent.comm);
		@reader_owner[$event] = (uid, gid, curtask.nsproxy.mnt_ns.ns.inum);
		if ($latency) { @read_us[comm] = hist((nsecs - @when[$event]) / 1000); }
		if (is_fanotify(arg_group)) {
			report("fanotify", arg_group, $event, "", kind_of($event), name_of($event));
		} else {
			$in = (struct inotify_event_info *)$event;
			report("inotify", arg_group, $event, "", "", $in.name_len == 0 ? "" : str($in.name, 256));
		}
	}
}

// An event's end. One that asked for permission has its answer then, if its state is 2: 1 allow, 2 deny, and
// bits that say more. Else who asked was killed while waiting, before or after the event was read.
kprobe:fsnotify_destroy_event {
	$event = (uint64)arg_event;
	if (has_key(@when, $event)) {
		if (is_fanotify(arg_group)) {
			$perm = (struct fanotify_perm_event *)$event;
			if ((uint32)((struct fanotify_event *)$event).type == FANOTIFY_EVENT_TYPE_PATH_PERM) {
				$answer = $perm.state != 2 ? "interrupted" : ($perm.response & 3) == 1 ? "allow" : "deny";
				report("fa_resp", arg_group, $event, $answer, "PATH_PERM", name_of($event));
			}
		}
		delete(@when, $event);
		delete(@reader, $event);
		delete(@reader_name, $event);
		delete(@reader_parent, $event);
		delete(@reader_owner, $event);
	}
}

end /$latency/ { print(@read_us); }
