#!/usr/bin/env ktrace
// name: unlinks
// does: prints the full path of every file as it is deleted, and who deletes it
// usage: ktrace unlinks [options]
// overhead: one program for each file that is deleted; the path is put together there
// kernels: 5.10 and newer; where there are no kprobes, fentry is taken
// example: ktrace unlinks -- every file that is deleted
// example: ktrace unlinks --users 1000,!root -- by these users only

param users : set(user) = all "whose deletions to show";

kprobe:vfs_unlink /uid in $users/ {
	emit(time, pid, user(uid), comm, path = arg_dentry);
}
