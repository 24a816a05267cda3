/*
 * Symbol: addresses and the names they have.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_symbol[] = {
	{
		.name = "ksym",
		.prototype = "? ksym(address address)",
		.doc = "A kernel address that prints as the function it lies in.",
		.example = "begin { printf(\"%s\\n\", ksym(kaddr(\"vfs_read\"))); exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_ksym),
		.emit = EMIT(emit_ksym),
	},
	{
		.name = "usym",
		.prototype = "? usym(address address)",
		.doc = "An address of the process that runs, printed as the function it lies in.",
		.example = "uprobe:libc:malloc { @[usym(arg0)] = count() } interval:s:1 { exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_usym),
		.emit = EMIT(emit_usym),
	},
	{
		.name = "kaddr",
		.prototype = "uint64 kaddr(literal name)",
		.doc = "The address of a kernel function or variable.",
		.example = "begin { printf(\"%p\\n\", kaddr(\"vfs_read\")); exit() }",
		.check = CHECK(check_kaddr),
	},
	{
		.name = "uaddr",
		.prototype = "? uaddr(literal symbol)",
		.doc = "Where a variable or function of the probe's program or library is.",
		.example = "uprobe:libc:malloc { print(uaddr(\"free\")); exit() } interval:s:1 { exit() }",
		.probes = "uprobe",
		.check = CHECK(check_uaddr),
		.emit = EMIT(emit_uaddr),
	},
	{
		.name = "cgroupid",
		.prototype = "uint64 cgroupid(literal path)",
		.doc = "The id of a control group by its path, below /sys/fs/cgroup or whole.",
		.example = "interval:s:1 { print(cgroup == cgroupid(\"/\")); exit() }",
		.check = CHECK(check_cgroupid),
	},
	{
		.name = "kptr",
		.prototype = "? kptr(address pointer)",
		.doc = "The pointer as one into the kernel's memory.",
		.example = "uprobe:libc:malloc { print(*kptr((uint64 *)arg0)) } interval:s:1 { exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_kptr),
		.emit = EMIT(emit_pointer_of),
	},
	{
		.name = "uptr",
		.prototype = "? uptr(address pointer)",
		.doc = "The pointer as one into the memory of the process that runs.",
		.example = "kprobe:vfs_read { print(str(uptr(arg_buf), 4)) } interval:s:1 { exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_uptr),
		.emit = EMIT(emit_pointer_of),
	},
	{ .name = 0 },
};
