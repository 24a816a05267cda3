// kernel: v6.12-like
// What is in each event's record, and where.
begin {
	@map[comm, 1] = pid;
	@scalar = "text";
	printf("%d %s %x %c %r %p\n", pid, comm, (uint16)1, 65, buf(curtask, 5), curtask);
	printf("%s %s %s %s\n", PIDTYPE_TGID, true, (1, "x"), ksym(1));
	print(@map);
	print(@map, 3);
	print(@map, 3, 10);
	print(@map["x", 1]);
	print(@scalar);
	print(curtask.fs.root.dentry);
	print(*curtask.nsproxy);
	print(strftime("%H:%M", nsecs));
	print(ksym(kaddr("vfs_read")));
	print(usym(5));
	time();
	time("%S");
	join(0, ",");
	clear(@map);
	zero(@map);
	exit();
	exit(2);
}
