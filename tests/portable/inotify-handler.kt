// What inotify is told: inotify_handle_event before 5.11 named the file otherwise.
kprobe:inotify_handle_inode_event | inotify_handle_event {
	printf("%x %s\n", arg_mask, str((arg_name ?? arg_file_name).name));
}
