// Files that programs open, by the function that all ways of opening share: since 5.6
// do_sys_openat2, where the flags are in a struct.
kprobe:do_sys_openat2 | do_sys_open {
	printf("%s %x\n", str(arg_filename), arg_how.flags ?? arg_flags);
}
