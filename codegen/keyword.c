/*
 * Keyword: the rows.
 */
#include "codegen/keyword.h"

#include <string.h>

const struct keyword keywords[] = {
	{ "args", ".", "args.NAME", "an argument of the probe by its name; also arg_NAME" },
	{ "break", "", "break;", "leaves the loop" },
	{ "config", NULL, "config = { KEY = VALUE; ... }", "settings, before the probes" },
	{ "continue", "", "continue;", "begins the loop's next round" },
	{ "else", "", "if (CONDITION) { ... } else { ... }", "what is done when it is not so" },
	{ "enum", "", "enum NAME", "a type of the kernel's: (enum NAME)VALUE prints its constant" },
	{ "false", "", "false", "no" },
	{ "fn", NULL, "fn NAME($A : TYPE, ...) : TYPE { ... return VALUE; }",
	  "a function of the program's own" },
	{ "for", " ", "for $KV : @MAP { ... }  for $I : 0..N { ... }  for $T : tasks() { ... }",
	  "goes through a map, a range, or what an iterator finds" },
	{ "has", "(", "has(struct T.f)  has(kprobe:F)  has(kfunc:F)",
	  "whether this kernel has it; what stands behind a no is not looked at" },
	{ "if", " (", "if (CONDITION) { ... } else { ... }", "what is done when it is so" },
	{ "import", NULL, "import \"FILE\"", "takes in another file's functions and probes" },
	{ "in", NULL, "VALUE in $SET", "whether a parameter's set holds it" },
	{ "kernel", NULL, "kernel >= v5.16", "whether the kernel is as new; has() is better" },
	{ "let", " ", "let @M = hash(N);  let $X : TYPE;", "says what a map or variable is" },
	{ "macro", NULL, "macro NAME(A, $B, @C) { ... }", "statements that stand for a name" },
	{ "offsetof", "(", "offsetof(struct T, FIELD)", "where the field begins, in bytes" },
	{ "param", NULL, "param NAME : TYPE = DEFAULT \"what it is\";",
	  "a parameter, given as --NAME behind the script" },
	{ "retval", "", "retval", "in a return probe: the result" },
	{ "return", "", "return [VALUE];", "ends the probe's body, or the function" },
	{ "sizeof", "(", "sizeof(TYPE or EXPRESSION)", "its size in bytes" },
	{ "struct", " ", "struct NAME", "a type of the kernel's: (struct NAME *)ADDRESS" },
	{ "true", "", "true", "yes" },
	{ "union", " ", "union NAME", "a type of the kernel's" },
	{ "unroll", "", "unroll(N) { ... }", "writes its body N times" },
	{ "while", " (", "while (CONDITION) { ... }", "goes on as long as it is so" },
};

const size_t keyword_count = sizeof(keywords) / sizeof(keywords[0]);

const struct setting_name setting_names[] = {
#define SETTING(name, kind, offset, least, most, words, doc) { #name, doc },
#include "codegen/setting.def"
#undef SETTING
};

const size_t setting_name_count = sizeof(setting_names) / sizeof(setting_names[0]);

const struct keyword *keyword_find(const char *name)
{
	for (size_t i = 0; i < keyword_count; i++)
		if (!strcmp(keywords[i].name, name))
			return &keywords[i];
	return NULL;
}

const struct setting_name *setting_name_find(const char *name)
{
	for (size_t i = 0; i < setting_name_count; i++)
		if (!strcmp(setting_names[i].name, name))
			return &setting_names[i];
	return NULL;
}
