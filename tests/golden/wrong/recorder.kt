// kernel: v6.12-like
let @r = recorder(10);
let @none = recorder(10);
let @size = recorder(0, 1, 2);
let @m = hash(5, 6);
begin {
	@r = count();
	@r++;
	@r += 1;
	print(@r + 1);
	printf("%s", @r);
	$x = row(pid);
	row(pid);
	@m[1] = row(pid);
	@r = row(pid, pid);
	zero(@r);
	print(@r, 1, 2);
	for $kv : @r { }
	print(@none[1]);
	@size[1] = 1;
	print(@size[1], 1, 2);
	@size["a"] = 1;
}
