// kernel: v6.12-like
interval:s:1 {
	@count = count();
	@sum[comm] = sum(nsecs);
	@sum[comm] = sum(-1);
	@min = min(3);
	@max = max(pid);
	@avg[cpu] = avg(nsecs);
	@stats = stats(rand);
	@hist[pid] = hist(nsecs, 2);
	@lhist = lhist(cpu, -10, 100, 10);
	if (@count > 5 && @sum["x"] / 2 < (int64)@max) {
		print(@count);
		print(@sum["x"]);
		print(@sum, 5, 1000);
	}
	for $kv : @sum {
		printf("%s %d\n", $kv.0, $kv.1);
	}
}
