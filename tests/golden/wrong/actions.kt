// kernel: v6.12-like
// args: --unsafe
begin { signal("FOO"); signal(65); signal(0); signal(comm); system(comm); errorf("%d"); cat(pid) }
kprobe:vfs_read+4 { override(-1) }
kretprobe:vfs_read { override(-1) }
