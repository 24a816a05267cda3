kprobe:vfs_read < if arg2 > 4096 { print(comm) } >
kprobe:vfs_write < $large = arg2 > 4096; @[$large] = count() >
