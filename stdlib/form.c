/*
 * Form: numbers that are shown as people write them, and stay numbers in JSON.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_form[] = {
	{
		.name = "duration",
		.prototype = "? duration(int nanoseconds)",
		.doc = "Nanoseconds that print in a unit that suits them: 1.25ms.",
		.example = "interval:s:1 { print(duration(elapsed)); exit() }",
		.flags = BUILTIN_CONVERTS,
		.form = FORM_DURATION,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "size",
		.prototype = "? size(int bytes)",
		.doc = "Bytes that print in a unit that suits them: 4.00KiB.",
		.example = "kretprobe:vfs_read /retval > 0/ { emit(comm, read = size(retval)); exit() }",
		.flags = BUILTIN_CONVERTS,
		.form = FORM_SIZE,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "errno",
		.prototype = "? errno(int result)",
		.doc = "A result that prints as ENOENT where it is an error (-2), else as the number.",
		.example = "tracepoint:syscalls:sys_exit_openat { emit(comm, errno(args.ret)) } "
			   "interval:s:1 { exit() }",
		.flags = BUILTIN_CONVERTS,
		.form = FORM_ERROR,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "strerror",
		.prototype = "? strerror(int error)",
		.doc = "The number of an error (2), printed as what it means.",
		.example = "begin { print(strerror(2)); exit() }",
		.form = FORM_ERROR_TEXT,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "signal_name",
		.prototype = "? signal_name(int signal)",
		.doc = "The number of a signal, printed as its name: SIGKILL.",
		.example = "begin { print(signal_name(9)); exit() }",
		.form = FORM_SIGNAL,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "user",
		.prototype = "? user(int uid)",
		.doc = "A user id that prints as the user's name.",
		.example = "begin { print(user(uid)); exit() }",
		.form = FORM_USER,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "group",
		.prototype = "? group(int gid)",
		.doc = "A group id that prints as the group's name.",
		.example = "begin { print(group(gid)); exit() }",
		.form = FORM_GROUP,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "device",
		.prototype = "? device(int number)",
		.doc = "A device as the kernel numbers them (s_dev), printed as MAJOR:MINOR.",
		.example = "begin { print(device(curtask.fs.pwd.mnt.mnt_sb.s_dev)); exit() }",
		.form = FORM_DEVICE,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "cgroup_name",
		.prototype = "? cgroup_name(int id)",
		.doc = "The id of a control group (cgroup) that prints as its path.",
		.example = "interval:s:1 { print(cgroup_name(cgroup)); exit() }",
		.form = FORM_CGROUP,
		.check = CHECK(check_form),
		.emit = EMIT(emit_form),
	},
	{
		.name = "cgroup_path",
		.prototype = "? cgroup_path(int id[, literal hierarchy])",
		.doc = "The same with the hierarchy in front, as bpftrace shows it: unified:/a/b.",
		.example = "interval:s:1 { print(cgroup_path(cgroup)); exit() }",
		.form = FORM_CGROUP_PATH,
		.check = CHECK(check_cgroup_path),
		.emit = EMIT(emit_form),
	},
	{
		.name = "syscall_name",
		.prototype = "? syscall_name(int number[, bool is_compat])",
		.doc = "A system call's number that prints as its name; IS_COMPAT: a 32-bit program's.",
		.example = "rawtracepoint:sys_enter { @[syscall_name(arg_id)] = count() } "
			   "interval:s:1 { exit() }",
		.form = FORM_SYSCALL,
		.check = CHECK(check_form),
		.emit = EMIT(emit_syscall_name),
	},
	{
		.name = "macaddr",
		.prototype = "? macaddr(address|buffer|string bytes)",
		.doc = "The six bytes at an address, printed as a MAC address: 00:16:3E:12:34:56.",
		.example = "begin { print(macaddr(curtask.comm)); exit() }",
		.form = FORM_MAC_ADDRESS,
		.check = CHECK(check_macaddr),
		.emit = EMIT(emit_macaddr),
	},
	{ .name = 0 },
};
