/*
 * String: text and bytes.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_string[] = {
	{
		.name = "str",
		.prototype = "? str(string|address|buffer|struct text[, int length])",
		.doc = "The text at an address, up to its NUL, LENGTH bytes or max_strlen.",
		.example = "begin { print(str(curtask.comm, 4)); exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_str),
		.emit = EMIT(emit_str),
	},
	{
		.name = "buf",
		.prototype = "? buf(address|buffer|string data[, int length])",
		.doc = "LENGTH bytes at an address, to be printed with %r.",
		.example = "begin { printf(\"%r\\n\", buf(curtask, 16)); exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_buf),
		.emit = EMIT(emit_buf),
	},
	{
		.name = "words",
		.prototype = "? words(address|buffer|string data, int length)",
		.doc = "LENGTH bytes of words that end in NULs, which print with blanks between.",
		.example = "begin { $m = curtask.mm; print(words($m.arg_start, 20)); exit() }",
		.flags = BUILTIN_CONVERTS,
		.check = CHECK(check_words),
		.emit = EMIT(emit_buf),
	},
	{
		.name = "path_of",
		.prototype = "? path_of(address dentry, address mount)",
		.doc = "The struct path of a dentry seen through a mount (struct vfsmount *).",
		.example = "begin { $p = curtask.fs.pwd; print(path_of($p.dentry, $p.mnt)); exit() }",
		.check = CHECK(check_path_of),
		.emit = EMIT(emit_path_of),
	},
	{
		.name = "ntop",
		.prototype = "? ntop(any address_or_family[, any address])",
		.doc = "An IPv4 or IPv6 address, printed as one, from a number or 4 or 16 bytes.",
		.example = "begin { print(ntop(0x0100007f)); exit() }",
		.check = CHECK(check_ntop),
		.emit = EMIT(emit_ntop),
	},
	{
		.name = "pton",
		.prototype = "? pton(literal address)",
		.doc = "The 4 or 16 bytes of a constant address of IPv4 or IPv6, to compare with.",
		.example = "begin { print(ntop(pton(\"127.0.0.1\"))); exit() }",
		.check = CHECK(check_pton),
		.emit = EMIT(emit_pton),
	},
	{
		.name = "bswap",
		.prototype = "? bswap(int number)",
		.doc = "The number with its bytes in the other order: of 2, 4 or 8 bytes, as its type.",
		.example = "begin { print(bswap((uint16)0x5000)); exit() }",
		.check = CHECK(check_bswap),
		.emit = EMIT(emit_bswap),
	},
	{
		.name = "strlen",
		.prototype = "int64 strlen(string text)",
		.doc = "The number of bytes of a text.",
		.example = "begin { printf(\"%d\\n\", strlen(comm)); exit() }",
		.emit = EMIT(emit_strlen),
	},
	{
		.name = "strncmp",
		.prototype = "int64 strncmp(string one, string other, number length)",
		.doc = "0 when the first LENGTH bytes of two texts are equal, else not 0.",
		.example = "begin { if (strncmp(comm, \"kt\", 2) == 0) { print(comm) } exit() }",
		.emit = EMIT(emit_strncmp),
	},
	{
		.name = "strcontains",
		.prototype = "bool strcontains(string text, literal part)",
		.doc = "Whether the text has PART, a constant text, somewhere in it.",
		.example = "begin { print(strcontains(comm, \"tra\")); exit() }",
		.emit = EMIT(emit_strcontains),
	},
	{
		.name = "strstr",
		.prototype = "int64 strstr(string text, literal part)",
		.doc = "Where PART, a constant text, first begins in the text, from 0; -2 if nowhere.",
		.example = "begin { print(strstr(comm, \"race\")); exit() }",
		.emit = EMIT(emit_strstr),
	},
	{
		.name = "str_concat",
		.prototype = "? str_concat(string first, string second)",
		.doc = "The two texts as one.",
		.example = "begin { print(str_concat(comm, \"!\")); exit() }",
		.check = CHECK(check_str_concat),
		.emit = EMIT(emit_str_concat),
	},
	{
		.name = "strcap",
		.prototype = "uint64 strcap(string text)",
		.doc = "How many bytes the text has room for, its NUL included.",
		.example = "begin { print(strcap(comm)); exit() }",
		.check = CHECK(check_strcap),
	},
	{
		.name = "memcmp",
		.prototype = "int64 memcmp(address|buffer|string one, address|buffer|string other, "
			     "number length)",
		.doc = "0 when LENGTH bytes at two places are equal, less or more where they differ.",
		.example = "begin { print(memcmp(curtask, curtask, 8)); exit() }",
		.check = CHECK(check_memcmp),
		.emit = EMIT(emit_memcmp),
	},
	{
		.name = "strftime",
		.prototype = "? strftime(literal format, int nanoseconds)",
		.doc = "A time since boot (nsecs), printed as date and time by FORMAT.",
		.example = "begin { printf(\"%s\\n\", strftime(\"%H:%M:%S\", nsecs)); exit() }",
		.check = CHECK(check_strftime),
		.emit = EMIT(emit_strftime),
	},
	{ .name = 0 },
};
