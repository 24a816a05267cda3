// A task that asks is running: state before 5.14, __state since.
kprobe:vfs_unlink { printf("state %d\n", curtask.__state ?? curtask.state); }
