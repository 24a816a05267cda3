// The struct of the system call is known, whatever the kernel's types tell.
syscall:openat2 < print((arg_filename, arg_how.flags)) >
