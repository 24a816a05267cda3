// kernel: v6.12-like
begin {
	if (0) { nobody() }
	if (true) { } else { nobody() }
	print(has(structure x));
	print(has(struct));
	print(has(struct x.));
	print(has(enum a.b));
	print(has(btf:f.a.b));
	print(has(helper:));
	print(has(config:A B));
	print(has(kprob:x));
	print(has(kprobe:));
	print(has(tracepoint:sched_switch));
	print(has(kprobe:a, ));
	print(has(kprobe:a b));
	print(has(interval:x:3));
}
