// kernel: v6.12-like
begin { system("true"); signal(9); signal_thread("KILL"); cat("/etc/hostname") }
kprobe:vfs_read { override(-1) }
