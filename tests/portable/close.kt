// Descriptors that are closed: __close_fd became close_fd in 5.11, and the system call
// goes through file_close_fd since 6.7 though close_fd still exists.
kprobe:file_close_fd | close_fd | __close_fd { @[comm, arg_fd] = count(); }
