// Anonymous pages of the process: an array of counters before 6.2, per-CPU counters since.
kprobe:vfs_unlink {
	$pages = curtask.mm.rss_stat.count[1].counter ?? curtask.mm.rss_stat[1].count;
	printf("%s\n", (int64)$pages > 3000 ? "much" : "little");
}
