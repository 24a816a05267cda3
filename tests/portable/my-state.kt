// The same seen by the task itself, as it asks to be left alone: task_state is state before
// 5.14, __state since.
kprobe:schedule { @[comm, task_state & 0xff] = count(); }
