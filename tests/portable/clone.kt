// New processes. _do_fork became kernel_clone in 5.10.
kprobe:kernel_clone | _do_fork { @[comm, arg_args.exit_signal] = count(); }
