// stage: plan
// args: --kernel wrong
begin {
	if kernel >= v6 { print(1) }
	print(has(config:BPF));
	print((has(lsm:bpf), has(struct open_how), has(kfunc:f), has(helper:f), has(btf:f)));
	print((has(tracepoint:a:b), has(begin)));
}
