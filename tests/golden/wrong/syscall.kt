// kernel: calls
syscall:opennat { }
syscall:kexec_load { }
syscall:kexec_load | openat { print(arg_filenam) }
sysret:write? { }
syscall:xyz* { }
syscall: { }
syscall:newstat { }
sysret:frobnicate { print(arg_path) }
syscall:mmap { print(arg_off) }
syscall:getpid { print(arg_pid); print(retval); print(arg6) }
kprobe:sock_sendmsg { print(arg_msg.msg_iov); print(compat) }
