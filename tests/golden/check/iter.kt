// kernel: v6.12-like
// args: -p 7
// The body runs for elements only, and with -p for those of the process.
iter:task, it:task_file { print((ctx.task.comm, arg_task, ctx.meta.seq_num)) }
iter:task_file /args.fd > 2/ { print(args.file) }
iter:task { $t = ctx.task; if ($t) { $held = bpf_task_acquire($t); if ($held) { print($held.pid) } } }
begin { if (has(iter:task) && !has(iter:dmabuf)) { print("task"); } }
iter:dmabuf | task { }
