#!/usr/bin/env ktrace
// name: openat2
// does: prints calls of openat2() with all that they ask for, and what they got
// usage: ktrace openat2 [options]
// overhead: two programs for each openat2(); other ways to open a file cost nothing
// kernels: all; needs the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS), or kprobes
// example: ktrace openat2 -- every call
// example: ktrace openat2 --failed --pids 812 -- what a container runtime could not open, and why

param pids : set(pid) = all "processes to look at";
param users : set(user) = all "users to look at";
param failed : bool = no "show only what could not be opened";

// What is wrong with the call itself, as far as it can be told from what it asks for.
fn fault_of($size : uint64, $resolve : uint64, $result : int64) : string[40] {
	if ($size < 24) { return "struct open_how is too small"; }
	if ($resolve & ~(uint64)0x3f) { return "bits of resolve that nobody knows"; }
	if ($result == -E2BIG) { return "bytes behind struct open_how are not 0"; }
	if ($result == -EXDEV) { return "leaves what resolve allows"; }
	if ($result == -ELOOP) { return "a link that resolve forbids"; }
	if ($result == -EAGAIN) { return "not in the cache, or changed meanwhile"; }
	return "";
}

// The file is asked for its name, device and inode as the call returns: what was opened,
// whatever the text says by now. 0x100000 is FMODE_CREATED, which no kernel exports.
sysret:openat2 /pid in $pids && uid in $users && (!$failed || retval < 0)/ {
	$name = entry(str(arg_filename));
	$changed = $name != str(arg_filename);
	$resolve = entry(arg_how.resolve);
	if (retval >= 0) {
		$file = curtask.files.fdt.fd[retval];
		$inode = $file.f_inode;
		emit(time, pid, comm, user(uid), result = errno(retval), dirfd = (int32)arg_dfd,
		     flags = (enum open_flags)entry(arg_how.flags), mode = entry(arg_how.mode),
		     resolve = (enum resolve_flags)$resolve, usize = arg_usize,
		     device = device($inode.i_sb.s_dev), inode = $inode.i_ino,
		     created = ($file.f_mode & 0x100000) != 0, changed = $changed,
		     note = fault_of(arg_usize, $resolve, retval), name = $name, path = $file);
	} else {
		emit(time, pid, comm, user(uid), result = errno(retval), dirfd = (int32)arg_dfd,
		     flags = (enum open_flags)entry(arg_how.flags), mode = entry(arg_how.mode),
		     resolve = (enum resolve_flags)$resolve, usize = arg_usize,
		     device = device(0), inode = 0, created = false, changed = $changed,
		     note = fault_of(arg_usize, $resolve, retval), name = $name, path = "");
	}
}
