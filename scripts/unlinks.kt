#!/usr/bin/env ktrace
// name: unlinks
// does: prints the full path of every file as it is deleted, and who deletes it
// needs: kprobe
// usage: ktrace unlinks

kprobe:vfs_unlink {
	emit(time, pid, user(uid), comm, path = arg_dentry);
}
