// kernel: v5.10-like
// Types that do not tell calls of 32-bit programs: the call's own tracepoint has to do.
syscall:openat2 { print((arg_how.flags, arg0)) }
sysret:openat2 { print(retval) }
syscall:openat* { @[probe] = count() }
