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
	{ .name = 0 },
};
