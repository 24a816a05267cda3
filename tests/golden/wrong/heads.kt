// kernel: v6.12-like
kprobe:nothing_a | kpobe:vfs_read { }
none*:vfs_read { }
*probe:vfs_nothing { }
t*:"vfs nothing" { }
uprobe:/nowhere/a:f | /nowhere/b:g { }
kprobe:0xfffffffg { }
kprobe:vmlinux:0xffffffff81234560 { }
fentry:0xffffffff81234560 { }
kprobe:0xffffffff81234560 { print(arg_dentry); }
