// kernel: v5.10-like
// The cheapest mechanism with the same meaning, and why.
tracepoint:sched:sched_switch { @a = count() }
tracepoint:sched:sched_switch { @b = hist(args.next_pid) }
tracepoint:syscalls:sys_enter_openat { @c = count() }
tracepoint:sched:sched_* { @d[probe] = count() }
kprobe:vfs_* { @e[func] = count() }
kprobe:vfs_read, kprobe:vfs_write { @f = sum(arg_count) }
kretprobe:vfs_* { @g = hist(retval) }
fentry:vfs_read, fentry:vfs_write { @h = count() }
kprobe:vfs_read+8 { @i = count() }
uprobe:/no/such/file:main? { }
kprobe:fsnotify_add_event | fsnotify_insert_event { @j = count() }
profile:hz:99, interval:us:500, interval:10ms { @k = count() }
end { @l = 1 }
