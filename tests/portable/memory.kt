// Anonymous pages of the process: an array of counters before 6.2, per-CPU counters since.
kprobe:vfs_unlink {
	$pages = curtask.mm.rss_stat.count[MM_ANONPAGES].counter ?? curtask.mm.rss_stat[MM_ANONPAGES].count;
	printf("%s %d pages\n", comm, (int64)$pages);
}
