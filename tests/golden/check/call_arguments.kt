// kernel: calls
let @last = recorder(4);
syscall:openat2, syscall:read { @now[tid] = (nsecs, args); print(args.dfd ?? args.fd) }
sysret:read { @last[pid] = row(call = args, took = nsecs - @now[tid].0); print(entry(args)) }
