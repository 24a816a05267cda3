// kernel: v6.12-like
kprobe:nothing_a | kpobe:vfs_read { }
none*:vfs_read { }
*probe:vfs_nothing { }
t*:"vfs nothing" { }
uprobe:/nowhere/a:f | /nowhere/b:g { }
