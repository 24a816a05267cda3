#!/usr/bin/env ktrace
// name: fim
// does: reports each change of files and directories with who made it: file integrity, with who-data
// usage: ktrace fim [options]
// overhead: a program and a map's update for each change; one more for each write, mmap and close of the
//   machine, which ends at once for what is not asked for
// kernels: all with kprobes or fentry; before 5.17 paths have at most 32 components, and starting takes
//   longer
// selftest: selftest/fim.sh -- makes known changes in a folder of its own, below a directory that may be named
//   behind it, and tells of each whether it was seen with every field right
// example: ktrace fim --dirs /etc,/usr/bin -- changes below these, by whatever name they are reached
// example: ktrace fim --dirs /srv --ops delete,rename --failed -- what was tried, too

param dirs : set(inode) = all "only what is below these, on their file systems and on those mounted there";
param ops : set(one_of(create, modify, map, truncate, chmod, chown, utimes, setxattr, removexattr, rename,
	delete, link, symlink, mknod, mkdir, rmdir)) = all "only these changes";
param users : set(user) = all "only changes by these (the real user)";
param failed : bool = no "also what did not succeed, with the error";
param writes : bool = no "each write, not only the first by a process through an open file";
param pseudo : bool = no "also /proc, /sys and others that are no files on a disk or in memory";

config = {
	print_maps_on_exit = false;
	max_path_depth = 32;
	max_strlen = 4096;
}

// Who is about to write to a file system has asked for it at a mount: the one that a dentry is seen through.
let @mount = lruhash(8192);
let @written = lruhash(16384);
let @removing = lruhash(8192);

// As param's type `inode` has it.
fn number_of($inode : struct inode *) : uint64 {
	return $inode.i_ino + $inode.i_sb.s_dev * 0x9e3779b97f4a7c15;
}

fn mount_of($dentry : struct dentry *) : struct vfsmount * {
	return @mount[tid, $dentry.d_sb];
}

// Nearest first: a directory that is ignored may hold one that is watched.
fn below($from : struct dentry *, $through : struct vfsmount *) : bool {
	$dentry = $from;
	$mount = (struct mount *)((uint64)$through - offsetof(struct mount, mnt));
	for $i : 0..(has(helper:loop) ? 256 : 32) {
		$number = number_of($dentry.d_inode);
		if (@changed[$number] == 1) { return true; }
		if (@changed[$number] == 2) { return false; }
		if ($number in $dirs) { return true; }
		if ($dentry == $mount.mnt.mnt_root) {
			if ($mount.mnt_parent == $mount) { return false; }
			$dentry = $mount.mnt_mountpoint;
			$mount = $mount.mnt_parent;
		} else {
			if ($dentry == $dentry.d_parent) { return false; }
			$dentry = $dentry.d_parent;
		}
	}
	return false;
}

// Whether a change is to be told. File systems that use others, overlayfs for one, do so through mounts
// of the kernel's own: what happens there the user has not done.
fn wanted($dentry : struct dentry *, $mount : struct vfsmount *) : bool {
	if ($mount == 0) { return false; }
	if ((uint64)((struct mount *)((uint64)$mount - offsetof(struct mount, mnt))).mnt_ns >= (uint64)-4095) {
		return false;
	}
	if (!$pseudo) {
		// proc, sysfs, cgroup2 and 1, debugfs, tracefs, securityfs, bpf, devpts
		if ($dentry.d_sb.s_magic in (0x9fa0, 0x62656572, 0x63677270, 0x27e0eb, 0x64626720, 0x74726163,
					     0x73636673, 0xcafe4a11, 0x1cd1)) {
			return false;
		}
	}
	if ($dirs != all) { return below($dentry, $mount); }
	return true;
}

fn report($op : string[12], $result : int64, $path : struct path, $inode : uint64, $detail : string[256],
	  $bytes : int64) {
	emit(time, $op, error = errno($result), $path, new = "", $detail, $bytes,
	     dev = device($path.dentry.d_sb.s_dev), $inode, uid = user(uid), gid = group(gid),
	     euid = user(curtask.cred.euid.val), login = user(curtask.loginuid.val ?? (uint32)-1),
	     pid, comm, exe = curtask.mm.exe_file, parent = curtask.real_parent.tgid,
	     pcomm = curtask.real_parent.comm, cwd = curtask.fs.pwd, pcwd = curtask.real_parent.fs.pwd);
}

// The same of what has two names: the old one is a text, because after a move the kernel has it no more.
fn report_two($op : string[12], $result : int64, $path : string[4096], $new : struct path, $inode : uint64) {
	emit(time, $op, error = errno($result), $path, $new, detail = "", bytes = (int64)0,
	     dev = device($new.dentry.d_sb.s_dev), $inode, uid = user(uid), gid = group(gid),
	     euid = user(curtask.cred.euid.val), login = user(curtask.loginuid.val ?? (uint32)-1),
	     pid, comm, exe = curtask.mm.exe_file, parent = curtask.real_parent.tgid,
	     pcomm = curtask.real_parent.comm, cwd = curtask.fs.pwd, pcwd = curtask.real_parent.fs.pwd);
}

// A change of what the dentry names, told when it has succeeded or is asked for all the same.
fn changed($op : string[12], $result : int64, $dentry : struct dentry *, $inode : uint64,
	   $detail : string[256], $bytes : int64) {
	if (($result == 0 || $failed) && uid in $users) {
		$mount = mount_of($dentry);
		if (wanted($dentry, $mount)) {
			report($op, $result, path_of($dentry, $mount), $inode, $detail, $bytes);
		}
	}
}

fn written($op : string[12], $file : struct file *, $bytes : int64) {
	if (($file.f_inode.i_mode & 0xf000) == 0x8000 && uid in $users) {	// a file, no pipe, no socket
		if (wanted($file.f_path.dentry, $file.f_path.mnt)) {
			report($op, 0, $file.f_path, $file.f_inode.i_ino, "", $bytes);
		}
	}
}

// ---- through which mount ----

kprobe:mnt_want_write { @mount[tid, arg_m.mnt_sb] = arg_m; }
kprobe:mnt_want_write_file { @mount[tid, arg_file.f_path.mnt.mnt_sb] = arg_file.f_path.mnt; }
kprobe:do_truncate /arg_filp != 0/ { @mount[tid, arg_filp.f_path.mnt.mnt_sb] = arg_filp.f_path.mnt; }

// ---- content ----

// FMODE_CREATED: the open made the file.
kretprobe:do_dentry_open /"create" in $ops && retval == 0 && (arg_f.f_mode & 0x100000)/ {
	written("create", arg_f, 0);
}

kretprobe:vfs_write, kretprobe:vfs_writev /"modify" in $ops && (int64)retval > 0/ {
	if ($writes || @written[arg_file] != pid) {
		if (!$writes) { @written[arg_file] = pid; }
		written("modify", arg_file, (int64)retval);
	}
}

kretprobe:vfs_copy_file_range, kretprobe:vfs_clone_file_range /"modify" in $ops && (int64)retval > 0/ {
	written("modify", arg_file_out, (int64)retval);
}

kretprobe:iter_file_splice_write /"modify" in $ops && (int64)retval > 0/ {
	if ($writes || @written[arg_out] != pid) {
		if (!$writes) { @written[arg_out] = pid; }
		written("modify", arg_out, (int64)retval);
	}
}

kretprobe:vfs_fallocate /"modify" in $ops && retval == 0/ { written("modify", arg_file, arg_len); }

// The next file may lie where this one was.
kprobe:__fput /"modify" in $ops && !$writes/ {
	if (has_key(@written, arg_file)) { delete(@written, arg_file); }
}

// PROT_WRITE and MAP_SHARED: what is written then no call tells.
kretprobe:do_mmap /"map" in $ops && arg_file != 0 && (arg_prot & 2) && (arg_flags & 3) == 1 &&
		   retval < (uint64)-4095/ {
	written("map", arg_file, arg_len);
}

// ---- attributes ----

// iattr.ia_valid says what is set: 1 mode, 2 and 4 owner and group, 8 size, 0x10 to 0x40 times. Without any of
// these the kernel takes set-user-id bits away from a file that is written.
kretprobe:notify_change {
	$valid = entry(arg_attr.ia_valid);
	if ($valid & 8) {
		if ("truncate" in $ops) {
			changed("truncate", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", arg_attr.ia_size);
		}
	} else if ($valid & 6) {
		if ("chown" in $ops) { changed("chown", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", 0); }
	} else if ($valid & 1 || !($valid & 0x70)) {
		if ("chmod" in $ops) { changed("chmod", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", 0); }
	} else if ("utimes" in $ops) {
		changed("utimes", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", 0);
	}
}

kretprobe:vfs_setxattr /"setxattr" in $ops/ {
	changed("setxattr", retval, arg_dentry, arg_dentry.d_inode.i_ino, str(arg_name, 256), (int64)arg_size);
}

kretprobe:vfs_removexattr /"removexattr" in $ops/ {
	changed("removexattr", retval, arg_dentry, arg_dentry.d_inode.i_ino, str(arg_name, 256), 0);
}

// Access lists are extended attributes to those who set them.
kretprobe:vfs_set_acl? /"setxattr" in $ops/ {
	changed("setxattr", retval, arg_dentry, arg_dentry.d_inode.i_ino, str(arg_acl_name, 256), 0);
}

kretprobe:vfs_remove_acl? /"removexattr" in $ops/ {
	changed("removexattr", retval, arg_dentry, arg_dentry.d_inode.i_ino, str(arg_acl_name, 256), 0);
}

// ---- names ----

kretprobe:vfs_rename /"rename" in $ops && uid in $users && (retval == 0 || $failed)/ {
	$dentry = arg_rd.old_dentry ?? arg_old_dentry;
	$mount = mount_of($dentry);
	if (wanted($dentry, $mount)) {
		// After a move the file has its new name; after a failed one that is still the other's.
		$named = retval == 0 ? $dentry : arg_rd.new_dentry ?? arg_new_dentry;
		report_two("rename", retval,
			   entry(str(path_of(arg_rd.old_dentry ?? arg_old_dentry,
					     @mount[tid, (arg_rd.old_dentry ?? arg_old_dentry).d_sb]), 4096)),
			   path_of($named, $mount), $dentry.d_inode.i_ino);
	}
}

kretprobe:vfs_unlink /"delete" in $ops/ {
	changed("delete", retval, arg_dentry, entry(arg_dentry.d_inode.i_ino), "", 0);
}

kretprobe:vfs_link /"link" in $ops && uid in $users && (retval == 0 || $failed)/ {
	$mount = mount_of(arg_new_dentry);
	if (wanted(arg_new_dentry, $mount)) {
		report_two("link", retval, str(path_of(arg_old_dentry, $mount), 4096),
			   path_of(arg_new_dentry, $mount), arg_old_dentry.d_inode.i_ino);
	}
}

kretprobe:vfs_symlink /"symlink" in $ops/ {
	changed("symlink", retval, arg_dentry, arg_dentry.d_inode.i_ino, str(arg_oldname, 256), 0);
}

kretprobe:vfs_mknod /"mknod" in $ops/ {
	changed("mknod", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", 0);
}

// mknod(2) of a plain file; open() has a way of its own.
kretprobe:vfs_create /"create" in $ops/ {
	changed("create", retval, arg_dentry, arg_dentry.d_inode.i_ino, "", 0);
}

// Since 6.15 the result is a dentry, or an error as a pointer.
kretprobe:vfs_mkdir /"mkdir" in $ops/ {
	$error = (int64)retval;
	changed("mkdir", $error < 0 && $error >= -4095 ? $error : 0, arg_dentry,
		arg_dentry.d_inode.i_ino, "", 0);
}

// vfs_rmdir is inlined into its caller on some kernels. What it asks first is not, nor what it does last.
kprobe:security_inode_rmdir | vfs_rmdir /"rmdir" in $ops/ {
	if (wanted(arg_dentry, mount_of(arg_dentry))) { @removing[tid] = arg_dentry; }
}

kprobe:d_delete /"rmdir" in $ops/ {
	if (arg_dentry == @removing[tid]) {
		delete(@removing, tid);
		changed("rmdir", 0, arg_dentry, arg_dentry.d_inode.i_ino, "", 0);
	}
}

kretprobe:filename_rmdir | do_rmdir /"rmdir" in $ops && retval < 0/ {
	$dentry = @removing[tid];
	if ($dentry != 0) {
		delete(@removing, tid);
		changed("rmdir", retval, $dentry, $dentry.d_inode.i_ino, "", 0);
	}
}

// ---- the directories, while it runs ----

// Only who has CAP_SYS_ADMIN gets so far with a name that begins with trusted.
kprobe:security_inode_getxattr /$dirs != all/ {
	$name = str(arg_name, 32);
	if ($name == "trusted.fim.watch") { @changed[number_of(arg_dentry.d_inode)] = 1; }
	if ($name == "trusted.fim.ignore") { @changed[number_of(arg_dentry.d_inode)] = 2; }
	if ($name == "trusted.fim.forget") { delete(@changed, number_of(arg_dentry.d_inode)); }
}
