// A folder and whether it could be made. vfs_mkdir returned an int until 6.14 and
// returns a dentry, or an error as a pointer, since; as a number both tell an error alike.
kretprobe:vfs_mkdir {
	$failed = (uint64)(int64)retval > (uint64)-4096;
	printf("%s %s\n", arg_dentry, $failed ? "failed" : "made");
}
