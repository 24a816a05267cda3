// kernel: v6.12-like
begin {
	printf("%d\n", comm);
	printf("%s and %d\n", "x");
	printf("%d\n", 1, 2);
	printf("%c\n", curtask.comm);
	printf("%r\n", pid);
	printf("%q\n", pid);
	printf(comm);
	printf("%d\n", (1, 2));
	printf("%s\n", curtask.mm);
}
kprobe:vfs_write { printf("%s\n", arg_buf) }
