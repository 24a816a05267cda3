// kernel: v6.12-like
// args: --unsafe
// A function that is to return needs its registers, and is a kprobe then.
func:vfs_read { override(-5) }
kprobe:vfs_write { signal("sigterm"); signal_thread(SIGSTOP); system("kill %d", pid); cat("/proc/%d/maps", pid) }
begin { warnf("%s", comm); errorf("no"); }
