#!/usr/bin/env ktrace
// name: vfsstat
// does: counts what is done with files of any file system, each second
// usage: ktrace vfsstat [options]
// overhead: one program for each read, write, open, ... of the machine
// kernels: all that have kprobes or fentry
// example: ktrace vfsstat -- the whole machine
// example: ktrace vfsstat --pids 812 --every 10s -- one process

param pids : set(pid) = all "processes to look at";
param every : duration = 1s "how often";

func:vfs_read /pid in $pids/ { @reads++; }
func:vfs_write /pid in $pids/ { @writes++; }
func:vfs_open /pid in $pids/ { @opens++; }
// open(O_CREAT) does not go through vfs_create: what security modules are asked is seen by all.
func:security_inode_create | vfs_create /pid in $pids/ { @creates++; }
func:vfs_mkdir, func:vfs_symlink, func:vfs_link /pid in $pids/ { @creates++; }
// Where the compiler has split vfs_rmdir, all callers come through the part.
func:vfs_unlink, func:vfs_rmdir.part.0 | vfs_rmdir /pid in $pids/ { @removes++; }
func:vfs_rename /pid in $pids/ { @renames++; }
func:vfs_fsync_range /pid in $pids/ { @fsyncs++; }

fn row() {
	emit(time, reads = @reads, writes = @writes, opens = @opens, creates = @creates,
	     removes = @removes, renames = @renames, fsyncs = @fsyncs);
}

interval:$every {
	row();
	@reads = 0; @writes = 0; @opens = 0; @creates = 0; @removes = 0; @renames = 0; @fsyncs = 0;
}

// What was counted since the last row.
END {
	row();
	clear(@reads); clear(@writes); clear(@opens); clear(@creates); clear(@removes);
	clear(@renames); clear(@fsyncs);
}
