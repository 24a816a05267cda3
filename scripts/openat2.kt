#!/usr/bin/env ktrace
// name: openat2
// does: prints calls of openat2() with all that they ask for, and what they got
// usage: ktrace openat2 [options]
// overhead: two programs for each openat2(); other ways to open a file cost nothing
// kernels: all; needs the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS), or kprobes
// example: ktrace openat2 -- every call
// example: ktrace openat2 --failed --pids 812 -- what a container runtime could not open, and why

import "lib/open.kt";

param pids : set(pid) = all "processes to look at";
param users : set(user) = all "users to look at";
param failed : bool = no "show only what could not be opened";

config = { max_path_depth = 32; }

// The file is asked for its name, device and inode as the call returns: what was opened,
// whatever the text says by now.
sysret:openat2 /pid in $pids && uid in $users && (!$failed || retval < 0)/ {
	$first = entry(str(arg_filename, 4096));
	$last = str(arg_filename, 4096);
	$name = name_of($first, $last);
	$changed = is_changed($first, $last);
	$flags = (uint64)entry(arg_how.flags);
	$resolve = (uint64)entry(arg_how.resolve);
	// What stands behind the structure that is known, its first eight bytes.
	$behind = arg_usize < 32 ? 0 : entry(*(uint64 *)((uint64)arg_how + 24));
	$file = file_of(retval);
	if ($file != 0) {
		$inode = $file.f_inode;
		emit(time, pid, comm, user(uid), compat, result = errno(retval), dirfd = arg_dfd,
		     flags = (enum open_flags)$flags, mode = entry(arg_how.mode),
		     resolve = (enum resolve_flags)$resolve, usize = arg_usize, $behind,
		     device = device($inode.i_sb.s_dev), inode = $inode.i_ino,
		     fs = str($inode.i_sb.s_type.name, 32), mount = mount_id($file),
		     created = is_created($file, $flags), $changed, changed_to = $changed ? $last : "",
		     note = fault_of(arg_usize, $resolve, retval), $name, path = $file);
	} else {
		emit(time, pid, comm, user(uid), compat, result = errno(retval), dirfd = arg_dfd,
		     flags = (enum open_flags)$flags, mode = entry(arg_how.mode),
		     resolve = (enum resolve_flags)$resolve, usize = arg_usize, $behind,
		     device = device(0), inode = 0, fs = "", mount = (int32)0, created = false,
		     $changed, changed_to = $changed ? $last : "",
		     note = fault_of(arg_usize, $resolve, retval), $name, path = "");
	}
}
