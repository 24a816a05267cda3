// kernel: v6.12-like
syscall:openat { print(args.filename); print(args) }
