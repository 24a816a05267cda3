#!/usr/bin/env ktrace
// name: opensnoop
// does: prints the files that programs open, in every way there is, with the result
// usage: ktrace opensnoop [options]
// overhead: two programs for each call that opens a file, and a row for each that is shown; two short ones for
//   each request of io_uring
// kernels: all; needs tracefs and the tracepoints of system calls (CONFIG_FTRACE_SYSCALLS), or kprobes
// example: ktrace opensnoop --pids 1,1234 -- what these two open
// example: ktrace opensnoop --failed --users ann -- what a user could not open, and why
// example: ktrace opensnoop --writing --path /etc/ -- what is opened to be written to, and where
// example: ktrace opensnoop --short --comms sshd,cron -- who, how, result and name alone

import "lib/open.kt";

param pids : set(pid) = all "processes to look at";
param comms : set(string) = all "names of processes to look at";
param users : set(user) = all "users to look at";
param path : string = all "only where the name that was given or the file's path holds this";
param failed : bool = no "show only what could not be opened";
param writing : bool = no "show only what is opened to be written to";
param short : bool = no "show fewer columns";

config = {
	print_maps_on_exit = false;
	max_path_depth = 32;
}

// Requests of io_uring that open a file, from their submission to their end.
let @uring_pid = lruhash(4096);
let @uring_comm = lruhash(4096);
let @uring_user = lruhash(4096);
let @uring_name = lruhash(4096);
let @uring_open = lruhash(4096);
let @uring_how = lruhash(4096);

// By the task's name and not the process's: threads have names of their own.
fn is_asked($pid : uint64, $comm : string[16], $uid : uint64, $result : int64, $flags : uint64) : bool {
	return $pid in $pids && $comm in $comms && $uid in $users && (!$failed || $result < 0) &&
	       (!$writing || ($flags & (O_WRONLY | O_RDWR)) != 0);
}

fn is_at($file : struct file *, $name : string[4096]) : bool {
	if ($path == all || strcontains($name, $path)) { return true; }
	return $file != 0 && strcontains(str($file, 4096), $path);
}

// Of what was opened the kernel's file tells the path, whatever the text says by now.
fn row($how : string[20], $pid : uint64, $comm : string[16], $uid : uint64, $result : int64,
       $file : struct file *, $dirfd : int64, $flags : uint64, $mode : uint64, $resolve : uint64,
       $name : string[4096], $changed : bool, $last : string[4096], $note : string[40]) {
	if (!is_at($file, $name)) { return; }
	if ($short) {
		emit(time, $pid, $comm, user = user($uid), $how, result = errno($result),
		     flags = (enum open_flags)$flags, $name);
	} else if ($file != 0) {
		$inode = $file.f_inode;
		emit(time, $pid, $comm, user = user($uid), $how, result = errno($result),
		     dirfd = (enum at_fd)(int32)$dirfd, flags = (enum open_flags)$flags, mode = (enum file_mode)$mode,
		     resolve = (enum resolve_flags)$resolve, device = device($inode.i_sb.s_dev),
		     inode = $inode.i_ino, mount = mount_id($file),
		     created = is_created($file, $flags), $changed,
		     changed_to = $changed ? $last : "", $note, $name, path = $file);
	} else {
		emit(time, $pid, $comm, user = user($uid), $how, result = errno($result),
		     dirfd = (enum at_fd)(int32)$dirfd, flags = (enum open_flags)$flags, mode = (enum file_mode)$mode,
		     resolve = (enum resolve_flags)$resolve, device = device(0), inode = 0,
		     mount = (int32)0, created = false, $changed,
		     changed_to = $changed ? $last : "", $note, $name, path = "");
	}
}

// Calls: their names are read twice, as they begin and when they return.

sysret:open? /is_asked(pid, comm, uid, retval, (uint64)arg_flags)/ {
	$first = entry(str(arg_filename, 4096));
	$last = str(arg_filename, 4096);
	row(compat ? "open/32" : "open", pid, comm, uid, retval, file_of(retval), AT_FDCWD, (uint64)arg_flags,
	    (uint64)arg_mode, 0, name_of($first, $last), is_changed($first, $last), $last, "");
}

sysret:openat /is_asked(pid, comm, uid, retval, (uint64)arg_flags)/ {
	$first = entry(str(arg_filename, 4096));
	$last = str(arg_filename, 4096);
	row(compat ? "openat/32" : "openat", pid, comm, uid, retval, file_of(retval), (int64)arg_dfd, (uint64)arg_flags,
	    (uint64)arg_mode, 0, name_of($first, $last), is_changed($first, $last), $last, "");
}

sysret:openat2 /is_asked(pid, comm, uid, retval, (uint64)entry(arg_how.flags))/ {
	$first = entry(str(arg_filename, 4096));
	$last = str(arg_filename, 4096);
	$resolve = (uint64)entry(arg_how.resolve);
	row(compat ? "openat2/32" : "openat2", pid, comm, uid, retval, file_of(retval), (int64)arg_dfd,
	    (uint64)entry(arg_how.flags), (uint64)entry(arg_how.mode), $resolve, name_of($first, $last),
	    is_changed($first, $last), $last, fault_of(arg_usize, $resolve, retval));
}

sysret:creat? /is_asked(pid, comm, uid, retval, O_CREAT | O_WRONLY | O_TRUNC)/ {
	$first = entry(str(arg_pathname, 4096));
	$last = str(arg_pathname, 4096);
	row(compat ? "creat/32" : "creat", pid, comm, uid, retval, file_of(retval), AT_FDCWD,
	    O_CREAT | O_WRONLY | O_TRUNC, (uint64)arg_mode, 0, name_of($first, $last), is_changed($first, $last),
	    $last, "");
}

// What is opened by its handle has no name.
sysret:open_by_handle_at? /is_asked(pid, comm, uid, retval, (uint64)arg_flags)/ {
	row(compat ? "handle/32" : "handle", pid, comm, uid, retval, file_of(retval), (int64)arg_mountdirfd,
	    (uint64)arg_flags, 0, 0, "", false, "", "");
}

// The kernel has taken the name over by now. Before 5.18 an end does not tell which request it is of, so there
// the program's own number has to be another for each.
rawtracepoint:io_uring_submit_req | io_uring_submit_sqe? {
	$request = (struct io_kiocb *)arg_req;
	if ($request.opcode == IORING_OP_OPENAT || $request.opcode == IORING_OP_OPENAT2) {
		$open = (struct io_open *)arg_req;
		$key = has(btf:__traceiter_io_uring_complete.req) ? (uint64)arg_req :
		       ($request.cqe.user_data ?? $request.user_data);
		@uring_pid[$key] = pid;
		@uring_comm[$key] = comm;
		@uring_user[$key] = uid;
		@uring_name[$key] = str($open.filename.__incomplete_filename.name ?? $open.filename.name, 4096);
		@uring_open[$key] = ($open.dfd, $open.file_slot ?? (uint32)0, $request.opcode);
		// 0x8000 is O_LARGEFILE, which the kernel puts in.
		@uring_how[$key] = ((uint64)$open.how.flags & ~(uint64)0x8000, (uint64)$open.how.mode, (uint64)$open.how.resolve);
	}
}

// A request with a slot gives no descriptor, but a place in the ring's own table.
rawtracepoint:io_uring_complete? {
	$key = (uint64)(arg_req ?? arg_user_data);
	if (has_key(@uring_pid, $key)) {
		$result = (int64)(int32)(arg_res ?? arg_cqe.res);
		$open = @uring_open[$key];
		$how = @uring_how[$key];
		if (is_asked(@uring_pid[$key], @uring_comm[$key], @uring_user[$key], $result, $how.0)) {
			row($open.2 == IORING_OP_OPENAT ? "uring:openat" : "uring:openat2", @uring_pid[$key],
			    @uring_comm[$key], @uring_user[$key], $result, $open.1 ? (struct file *)0 : file_of($result),
			    $open.0, $how.0, $how.1, $how.2, @uring_name[$key], false, "",
			    $open.1 ? "into a slot of the ring" : fault_of(24, $how.2, $result));
		}
		delete(@uring_pid, $key);
	}
}
