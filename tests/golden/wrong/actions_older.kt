// kernel: v5.10-like
// args: --unsafe
kprobe:vfs_read { override(-1) }
