// The processor that a task is on: in thread_info since 5.16. Where both exist only the
// new one is kept up to date.
kprobe:vfs_unlink {
	printf("%d is on %d and %d\n", cpu, curtask.thread_info.cpu ?? curtask.cpu, task_cpu(curtask));
}
