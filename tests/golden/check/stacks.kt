// kernel: v6.12-like
// A stack that is only printed needs no table; others share one for each kind and depth.
config = { stack_mode = perf; max_map_keys = 100; perf_rb_pages = 100; print_maps_on_exit = false; }
profile:hz:99 {
	print(kstack);
	print(ustack(raw, 3));
	@[kstack] = count();
	@both[kstack, ustack(5)] = count();
	@again[kstack, 1] = count();
	print((kstack(bpftrace, 2), 1));
	$kept = kstack(7);
	print(len($kept));
}
