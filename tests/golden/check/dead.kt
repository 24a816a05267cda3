// kernel: v6.12-like
// What is not for this kernel is not checked, and there is nothing of it in the plan.
begin {
	if has(struct nothing) { print(curtask.nothing); $x = @nowhere; } else { print(1); }
	if (!has(struct nothing) && kernel >= v6) { print(2) } else { nobody(arg_x) }
	if has(struct nothing) { nobody() } else if kernel < v6 { nobody() } else { print(3) }
	if (pid == 1 && has(struct nothing)) { nobody() }
	if (pid == 1 || has(struct open_how)) { print(4) } else { nobody() }
	if (has(struct nothing) || pid == 1) { print(5) }
	if (true && has(struct nothing)) { nobody() }
	print(has(struct nothing) ? curtask.nothing : "six");
	print(has(struct open_how) ? 7 : nobody());
	print(has(struct nothing) && nobody());
	print(has(struct open_how) || nobody());
	print(has(struct nothing) ?: 8);
	print(pid == 1 && has(struct nothing) ? nobody() : 9);
	print((has(struct nothing) ? (kernel > v6) : !(kernel > v6)) ? nobody() : 10);
	@[has(struct nothing) ? nobody() : pid] = has(struct nothing) ? nobody() : count();
	while has(struct nothing) { nobody() }
	if (has(struct nothing)) { return } else { exit() }
	print(11);
}
kprobe:nothing /has(kprobe:nothing)/ { nobody() }
kprobe:vfs_read /pid == 1 && kernel < v6/ { nobody() }
kprobe:vfs_read /has(struct open_how) && arg_count > 3/ { print(arg_count) }
