#!/usr/bin/env ktrace
// name: unlinks
// does: prints the full path of every file as it is deleted, and who deletes it
// needs: kprobe
// usage: ktrace unlinks

BEGIN {
	printf("%-7s %-7s %-16s %s\n", "PID", "UID", "COMMAND", "PATH");
}

kprobe:vfs_unlink {
	printf("%-7d %-7d %-16s %s\n", pid, uid, comm, arg_dentry);
}
