/*
 * System call classes: words over the table of calls.
 */
#include "codegen/target/syscall_class.h"

#include <stddef.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/syscall.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

static const struct class_row {
	const char *name, *doc, *calls;
} rows[] = {
#define CLASS(name, doc, calls) { #name, doc, calls },
#include "codegen/target/syscall_class.def"
#undef CLASS
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

bool syscall_class_visit(struct target *target, const char *name,
			 void (*visit)(void *context, const struct system_call *call),
			 void *context)
{
	const struct system_call *call;
	const char *at = NULL;
	size_t length;

	for (int i = 0; i < ROW_COUNT; i++)
		if (!strcmp(rows[i].name, name))
			at = rows[i].calls;
	if (!at)
		return false;
	for (; *at; at += length + (at[length] == ' ')) {
		length = strcspn(at, " ");
		call = syscall_find(target, arena_copy_text(target->arena, at, length));
		if (call)
			visit(context, call);
	}
	return true;
}

void syscall_class_suggest(struct suggest *suggest)
{
	for (int i = 0; i < ROW_COUNT; i++)
		suggest_offer(suggest, rows[i].name);
}

const char *syscall_class_names(struct arena *arena)
{
	const char *names = "";

	for (int i = 0; i < ROW_COUNT; i++)
		names = arena_printf(arena, "%s%s%s", names, i ? ", " : "", rows[i].name);
	return names;
}

const char *syscall_class_calls(unsigned index)
{
	return index < ROW_COUNT ? rows[index].calls : NULL;
}
