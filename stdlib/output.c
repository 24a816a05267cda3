/*
 * Output: what is sent to the user side.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_output[] = {
	{
		.name = "printf",
		.prototype = "void printf(literal format[, any value, …])",
		.doc = "Prints values by a format as in C; %s shows any value.",
		.example = "begin { printf(\"%-8d %s\\n\", pid, comm); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_printf),
		.emit = EMIT(emit_printf),
	},
	{
		.name = "errorf",
		.prototype = "void errorf(literal format[, any value, …])",
		.doc = "Says what printf() would print as an error, with its place, on standard error.",
		.example = "begin { errorf(\"no such thing: %s\", comm); exit(1) }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_errorf),
		.emit = EMIT(emit_printf),
	},
	{
		.name = "warnf",
		.prototype = "void warnf(literal format[, any value, …])",
		.doc = "The same as a warning, which --no-warnings leaves out.",
		.example = "begin { warnf(\"%d processors are few\", ncpus); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_warnf),
		.emit = EMIT(emit_printf),
	},
	{
		.name = "cat",
		.prototype = "void cat(literal format[, any value, …])",
		.doc = "Prints a file, whose path is what printf() would print, up to max_cat_bytes.",
		.example = "begin { cat(\"/proc/%d/status\", pid); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_cat),
		.emit = EMIT(emit_printf),
	},
	{
		.name = "system",
		.prototype = "void system(literal format[, any value, …])",
		.doc = "Runs a shell command, what printf() would print, and prints what it says.",
		.example = "begin { system(\"ps -p %d\", pid); exit() }",
		.flags = BUILTIN_EVENT | BUILTIN_UNSAFE,
		.check = CHECK(check_system),
		.emit = EMIT(emit_printf),
	},
	{
		.name = "print",
		.prototype = "void print(any|map value[, int top[, int divisor]])",
		.doc = "Prints a value, a map or an entry; of a map TOP entries, each by DIVISOR.",
		.example = "begin { @[1] = 10; @[2] = 20; print(@, 1); print((1, \"a\")); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_print),
		.emit = EMIT(emit_print),
	},
	{
		.name = "emit",
		.prototype = "void emit(any value, …)",
		.doc = "Prints a row of named values: NAME = VALUE, or what its own name tells.",
		.example = "begin { emit(time, pid, comm, event = \"start\"); exit() }",
		.flags = BUILTIN_EVENT | BUILTIN_NAMES,
		.check = CHECK(check_emit),
		.emit = EMIT(emit_emit),
	},
	{
		.name = "row",
		.prototype = "void row(any value, …)",
		.doc = "Named values for a recorder, printed as emit() prints them: @r[key] = row(pid, comm).",
		.example = "let @r = recorder(10); begin { @r = row(pid, comm, x = 1); exit() }",
		.flags = BUILTIN_ROW | BUILTIN_NAMES,
		.check = CHECK(check_row),
	},
	{
		.name = "time",
		.prototype = "void time([literal format])",
		.doc = "Prints the time of day by FORMAT, \"%H:%M:%S\\n\" if none; bare, a value.",
		.example = "begin { time(\"%H:%M:%S started\\n\"); print(time); exit() }",
		.flags = BUILTIN_EVENT | BUILTIN_BARE,
		.check = CHECK(check_time),
		.emit = EMIT(emit_time),
	},
	{
		.name = "join",
		.prototype = "void join(address words[, literal separator])",
		.doc = "Prints an array of strings that ends with NULL, as argv is.",
		.example = "tracepoint:syscalls:sys_enter_execve { join(args.argv) } "
			   "interval:s:1 { exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_join),
		.emit = EMIT(emit_join),
	},
	{
		.name = "exit",
		.prototype = "void exit([int status])",
		.doc = "Ends tracing; ktrace exits with STATUS, 0 if there is none.",
		.example = "interval:s:1 { exit() }",
		.flags = BUILTIN_EVENT | BUILTIN_ENDS,
		.check = CHECK(check_exit),
		.emit = EMIT(emit_exit),
	},
	{ .name = 0 },
};
