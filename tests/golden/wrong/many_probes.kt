// kernel: v6.12-like
config = { max_probes = 3; }
kprobe:vfs_* { @ = count() }
