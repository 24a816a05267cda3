// A function that most builds have only as a compiler's clone: found under its name, its
// first register is still the task.
kprobe:finish_task_switch { @[((struct task_struct *)arg0).comm] = count(); }
