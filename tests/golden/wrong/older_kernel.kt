// kernel: v5.10-like
begin {
	@c = count();
	print((int64)@c);
	@k[str((uint64)curtask), comm] = @c;
	@long[buf(curtask, 600)] = 1;
	print(curtask.__state);
}
kprobe:fsnotify_insert_event { }

// At the return only a helper knows the function.
kretprobe:vfs_unlink { print(func); }
