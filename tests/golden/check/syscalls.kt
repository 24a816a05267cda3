// kernel: calls
// System calls by name, whatever the kernel's types have; those of 32-bit programs too.
syscall:openat2 < print((arg_filename, arg_how.flags)) >
syscall:open* { print(probe) }
sysret:execve { print((arg_filename, entry(str(arg_filename)), retval)) }
syscall:pread64, syscall:readv { print((compat, arg_fd, arg0)) }
sysret:readv { print(args.vec.iov_base) }
// Parameters are found by the kernel's names and by the table's.
syscall:io_uring_enter { print((arg_sig, arg_argp, arg_flags)) }
syscall:mmap { print((arg_colour, arg_len)) }
// Of a kernel that has more of them, those in front are as the table knows them.
syscall:bpf { print((arg_cmd, arg_size_common)) }
// Calls that the kernel knows and the table does not.
syscall:frobnicate { print((arg_path, arg_how, compat)) }
sysret:frobnicate { print(retval) }
// Numbers cast to pointers mean the calling program's memory.
syscall:read { print(((struct iovec *)arg1).iov_len) }
syscall:mmap2 { print((arg_len, arg_pgoff)) }
