kprobe:vfs_read < $large = >
