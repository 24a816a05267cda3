// kernel: calls
syscall:openat { $a = args; print($a.filename); print(args.filename); @kept = $a; printf("%s\n", args); printf("%d\n", args) }
syscall:openat { @by[args] = 1; print(args == args); $n = args + 1; $s = str(args); print((uint64)args) }
sysret:openat { print(entry(args)); print((args, args)); @a = args; @a = 5; if (args) { } }
kprobe:sock_sendmsg { print(args); $a = args }
sysret:read { print(returned(5)); print(returned(args)); print(entry(returned(args))) }
syscall:read { print(returned(args)) }
