// kernel: v6.12-like
config = { missing_probes = warn; }
kprobe:vfs_raed, kprobe:vfs_read { print($nope) }
