/*
 * Prototype: the texts that rows are described by, and the rows of the library.
 */
#include "codegen/check/prototype.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/probe_kind.h"
#include "lexer/arena.h"
#include "stdlib/library.h"

Test(prototype, parameters_are_read)
{
	struct arena *arena = arena_new();
	struct prototype prototype;

	cr_assert(prototype_parse(arena, "string[16] f(map|stack a, [int b, number c])",
				  &prototype));
	cr_expect_str_eq(prototype.result, "string[16]");
	cr_expect_str_eq(prototype.name, "f");
	cr_expect_eq(prototype.count, 3);
	cr_expect_eq(prototype.required, 1);
	cr_expect_not(prototype.repeats);
	cr_expect_eq(prototype.parameters[0].kinds, PROTOTYPE_MAP | PROTOTYPE_STACK);
	cr_expect_str_eq(prototype.parameters[0].kind_text, "map|stack");
	cr_expect_str_eq(prototype.parameters[2].name, "c");
	cr_expect_eq(prototype.parameters[2].kinds, PROTOTYPE_NUMBER);
	arena_free(arena);
}

Test(prototype, no_parameters)
{
	struct arena *arena = arena_new();
	struct prototype prototype;

	cr_assert(prototype_parse(arena, "uint64 f()", &prototype));
	cr_expect_eq(prototype.count, 0);
	cr_assert(prototype_parse(arena, "uint64 f", &prototype));
	cr_expect_str_eq(prototype.name, "f");
	cr_expect_eq(prototype.count, 0);
	arena_free(arena);
}

Test(prototype, dots_repeat_the_last)
{
	struct arena *arena = arena_new();
	struct prototype prototype;

	cr_assert(prototype_parse(arena, "void f(literal a[, any b, …])", &prototype));
	cr_expect_eq(prototype.count, 2);
	cr_expect_eq(prototype.required, 1);
	cr_expect(prototype.repeats);
	arena_free(arena);
}

Test(prototype, mistakes_are_seen)
{
	struct arena *arena = arena_new();
	struct prototype prototype;

	cr_expect_not(prototype_parse(arena, "", &prototype));
	cr_expect_not(prototype_parse(arena, "void", &prototype));
	cr_expect_not(prototype_parse(arena, "void f(thing a)", &prototype));
	cr_expect_not(prototype_parse(arena, "void f(int a", &prototype));
	cr_expect_not(prototype_parse(arena, "void f(int|thing a)", &prototype));
	arena_free(arena);
}

/* A row's probes are kinds by their own names. */
static void expect_probes(const struct builtin *row)
{
	const char *at = row->probes;
	size_t length;

	for (; at && *at; at += length + (at[length] == ' ')) {
		length = strcspn(at, " ");
		cr_expect_neq(probe_kind_find(at, length), PROBE_KIND_COUNT, "%s: %s", row->name,
			      at);
	}
}

Test(prototype, every_row_of_the_library_says_everything)
{
	const struct builtin_library *library = stdlib_library();
	struct arena *arena = arena_new();
	const struct builtin *const *group;
	const struct builtin *row;
	struct prototype prototype;
	unsigned count = 0;

	for (group = library->groups; *group; group++) {
		for (row = *group; row->name; row++, count++) {
			cr_assert(prototype_parse(arena, row->prototype, &prototype), "%s",
				  row->name);
			cr_expect_str_eq(prototype.name, row->name);
			cr_expect(row->doc && strlen(row->doc) > 10, "%s", row->name);
			cr_expect(row->example && strchr(row->example, '{'), "%s", row->name);
			cr_expect_not(row->flags & BUILTIN_BARE && prototype.required, "%s",
				      row->name);
			expect_probes(row);
		}
	}
	cr_expect_geq(count, 45);
	arena_free(arena);
}

Test(prototype, rows_are_found_by_name)
{
	const struct builtin_library *library = stdlib_library();

	cr_expect_str_eq(builtin_find(library, "pid")->name, "pid");
	cr_expect_str_eq(builtin_find(library, "arg0")->name, "argN");
	cr_expect_str_eq(builtin_find(library, "arg9")->name, "argN");
	cr_expect_str_eq(builtin_find(library, "arg42")->name, "argN");
	cr_expect_null(builtin_find(library, "arg100"));
	cr_expect_null(builtin_find(library, "arg01"));
	cr_expect_null(builtin_find(library, "argN"));
	cr_expect_null(builtin_find(library, "arg"));
	cr_expect_null(builtin_find(library, "nothing"));
}
