// kernel: v6.12-like
iter:tasks { }
iter:bpf_map_elem { }
iter:task:/sys/fs/bpf/tasks { }
iter:x* { }
iter: { }
iter:task { print(ctx.file); print(arg0); print(retval) }
iter:task_file { $t = bpf_task_acquire(ctx.task) }
iter:task { $t = bpf_task_acquire(ctx.task) }
