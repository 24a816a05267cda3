// kernel: v6.12-like
kprob:vfs_read { }
kprobe:vfs_raed { }
kprobe:no_such_function_at_all { }
kprobe:do_int3 { }
kprobe:vfs_nothing* { }
kprobe: { }
kprobe:vfs_read+x { }
fentry:vfs_read+4 { }
tracepoint:sched:sched_swtch { }
tracepoint:sched_switch { }
tracepoint:nothing:* { }
rawtracepoint:sched_swich { }
rawtracepoint: { }
uprobe:malloc { }
uprobe:/no/such/file:main { }
kprobe:nothing_a | nothing_b { }
something_else { }
