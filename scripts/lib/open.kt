/*
 * Open: what a call that opens a file was asked for, and what came of it.
 *
 *	import "lib/open.kt";
 */

/* The open file behind a descriptor of the task that runs, NULL if FD is an error. */
fn file_of($fd : int64) : struct file * {
	if ($fd < 0) { return (struct file *)0; }
	return curtask.files.fdt.fd[$fd];
}

/* Whether opening FILE with these flags made it. 0x100000 is FMODE_CREATED, which no kernel exports. */
fn is_created($file : struct file *, $flags : uint64) : bool {
	return ($file.f_mode & 0x100000) != 0 || ($flags & O_TMPFILE) == O_TMPFILE;
}

/* The number of the mount that FILE was opened through, as /proc/PID/mountinfo has it. */
fn mount_id($file : struct file *) : int32 {
	return ((struct mount *)((int8 *)$file.f_path.mnt - offsetof(struct mount, mnt))).mnt_id;
}

/* The name to tell of a text that was read twice: what it was at first, if that could be read. */
fn name_of($first : string[4096], $last : string[4096]) : string[4096] {
	if ($first == "<fault>") { return $last; }
	return $first;
}

/* Whether the text was another at the end than at first. */
fn is_changed($first : string[4096], $last : string[4096]) : bool {
	return $first != $last && $first != "<fault>";
}

/* What is wrong with a call of openat2 itself, as far as it can be told from what it asks for. */
fn fault_of($size : uint64, $resolve : uint64, $result : int64) : string[40] {
	if ($size < 24) { return "struct open_how is too small"; }
	if ($resolve & ~(uint64)0x3f) { return "bits of resolve that nobody knows"; }
	if ($result == -E2BIG) { return "bytes behind struct open_how are not 0"; }
	if ($result == -EXDEV) { return "leaves what resolve allows"; }
	if ($result == -ELOOP) { return "a link that resolve forbids"; }
	if ($result == -EAGAIN) { return "not in the cache, or changed meanwhile"; }
	return "";
}
