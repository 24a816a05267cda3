// Timers that are taken back, and what they were to call. del_timer became timer_delete in
// 6.2, and in stable 6.1.
kprobe:timer_delete | del_timer { @[comm, ksym(arg_timer.function)] = count(); }
