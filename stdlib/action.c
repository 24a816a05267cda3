/*
 * Action: what changes the system that is traced; allowed by --unsafe.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_action[] = {
	{
		.name = "signal",
		.prototype = "void signal(any signal)",
		.doc = "Sends a signal, 9 or \"KILL\", to the process that runs.",
		.example = "tracepoint:syscalls:sys_enter_reboot { signal(\"KILL\") } "
			   "interval:s:1 { exit() }",
		.flags = BUILTIN_UNSAFE | BUILTIN_EFFECT,
		.check = CHECK(check_signal),
		.emit = EMIT(emit_signal),
	},
	{
		.name = "signal_thread",
		.prototype = "void signal_thread(any signal)",
		.doc = "Sends a signal to the thread that runs, and to no other of its process.",
		.example = "tracepoint:syscalls:sys_enter_reboot { signal_thread(\"STOP\") } "
			   "interval:s:1 { exit() }",
		.flags = BUILTIN_UNSAFE | BUILTIN_EFFECT,
		.check = CHECK(check_signal),
		.emit = EMIT(emit_signal_thread),
	},
	{
		.name = "override",
		.prototype = "void override(int result)",
		.doc = "Makes the function return RESULT at once, where the kernel lets errors be injected.",
		.example = "kprobe:vfs_read { override(-5) } interval:s:1 { exit() }",
		.probes = "kprobe func",
		.flags = BUILTIN_UNSAFE | BUILTIN_EFFECT,
		.check = CHECK(check_override),
		.emit = EMIT(emit_override),
	},
	{ .name = 0 },
};
