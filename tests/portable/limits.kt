// Limits that are set.
kprobe:security_task_setrlimit { printf("%d %d\n", arg_resource, arg_new_rlim.rlim_cur); }
