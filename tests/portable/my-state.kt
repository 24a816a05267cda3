// The same seen by the task itself, as it asks to be left alone: state before 5.14,
// __state since.
kprobe:schedule { @[comm, (curtask.__state ?? curtask.state) & 0xff] = count(); }
