// kernel: v6.12-like
// A name of the older kernels behind one of the newer, or the other way round.
kprobe:vfs_unlink {
	print(curtask.__state ?? curtask.state & 3);
	print(curtask.state ?? curtask.__state);
	$inode = arg_dir;
	print(($inode.i_mtime.tv_sec ?? $inode.i_mtime_sec ?? $inode.__i_mtime.tv_sec));
	@[arg_mnt_userns ?? arg_idmap ?? arg_dir] = TASK_NOWHERE ?? PIDTYPE_TGID;
	printf("%d %s\n", sizeof(struct mnt_idmap) ?? sizeof(struct qstr),
	       str(((struct user_arg *)arg0).name ?? ((struct qstr *)arg0).name ?? "none"));
	print(offsetof(struct inode, i_mtime) ?? offsetof(struct inode, i_mtime_sec));
	print(-(arg_nobody ?? 1) + arg_nobody ?? (arg_nowhere ?? 2));
}

// The device behind a request: two pointers away here, one there.
kprobe:submit_bio_noacct {
	@io[(arg_bio.bi_disk ?? arg_bio.bi_bdev.bd_disk).major] = count();
}

// Each function gets what it has, so they need programs of their own.
kprobe:vfs_read, kprobe:vfs_open, kprobe:vfs_write {
	print(arg_count ?? str(arg_path.dentry.d_name.name) ?? "nothing");
}

// What stands in a predicate, and before it is known what @dir holds.
kretprobe:vfs_unlink
/retval.error ?? retval < 0/ {
	print(@dir[tid].i_atime.tv_sec ?? @dir[tid].i_atime_sec);
	delete(@dir, tid);
}
kprobe:vfs_unlink { @dir[tid] = arg_dir; }
