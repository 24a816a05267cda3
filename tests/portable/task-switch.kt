// From whom the processor was taken. The function is there only as a compiler's clone in most
// builds: found under its name, its first register is still the task.
kprobe:finish_task_switch { @[((struct task_struct *)arg0).comm] = count(); }
