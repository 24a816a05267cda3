/*
 * Map: whole maps and their entries.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_map[] = {
	{
		.name = "delete",
		.prototype = "bool delete(map map[, any key])",
		.doc = "Removes an entry, @m[key] or @m and key; true if there was one.",
		.example = "begin { @[1] = 2; delete(@[1]); delete(@, 1); exit() }",
		.flags = BUILTIN_EFFECT,
		.check = CHECK(check_delete),
		.emit = EMIT(emit_delete),
	},
	{
		.name = "has_key",
		.prototype = "bool has_key(map map, any key)",
		.doc = "True when the map has an entry of that key.",
		.example = "begin { @[1] = 2; if (has_key(@, 1)) { print(\"yes\") } exit() }",
		.check = CHECK(check_has_key),
		.emit = EMIT(emit_has_key),
	},
	{
		.name = "len",
		.prototype = "int64 len(map|stack value)",
		.doc = "How many entries a map has, or frames a stack.",
		.example = "begin { @[1] = 2; print(len(@)); exit() }",
		.check = CHECK(check_len),
		.emit = EMIT(emit_len),
	},
	{
		.name = "clear",
		.prototype = "void clear(map map)",
		.doc = "Removes all entries of a map before the next statement.",
		.example = "interval:s:1 { @[comm] = count(); print(@); clear(@); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_clear),
		.emit = EMIT(emit_clear),
	},
	{
		.name = "zero",
		.prototype = "void zero(map map)",
		.doc = "Sets all values of a map to zero before the next statement.",
		.example = "interval:s:1 { @[comm] = count(); zero(@); exit() }",
		.flags = BUILTIN_EVENT,
		.check = CHECK(check_zero),
		.emit = EMIT(emit_clear),
	},
	{ .name = 0 },
};
