// What inotify queues. fsnotify_add_event became fsnotify_insert_event in 5.16, and in
// stable 5.10.220; the event that it gets is the same.
kprobe:fsnotify_insert_event | fsnotify_add_event {
	$event = (struct inotify_event_info *)arg_event;
	printf("%x %s\n", $event.mask, str($event.name));
}
