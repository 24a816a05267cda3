/*
 * Fixture: runs tests/kernels/make into a scratch folder. Criterion runs each
 * test in a process of its own, so the making belongs to its hooks.
 */
#include "tests/unit/fixture.h"

#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

#define FOLDER_VARIABLE "KTRACE_TEST_KERNELS"

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
	const char *source = getenv("srcdir");
	char folder[] = "/tmp/ktrace-unit-XXXXXX";
	char command[4096];

	(void)tests;
	if (!mkdtemp(folder))
		abort();
	setenv(FOLDER_VARIABLE, folder, 1);
	snprintf(command, sizeof(command), "%s/tests/kernels/make %s", source ? source : ".",
		 folder);
	if (system(command) != 0)
		abort();
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
	char command[4096];

	(void)stats;
	snprintf(command, sizeof(command), "rm -rf '%s'", getenv(FOLDER_VARIABLE));
	if (system(command) != 0)
		perror("ktrace-unit");
}

const char *fixture_path(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/%s", getenv(FOLDER_VARIABLE), name);
}

struct target *fixture_open(struct arena *arena, const char *name)
{
	return target_open(arena, &(struct target_source){
		.root = fixture_path(arena, name), .tracefs_fd = -1, .kallsyms_fd = -1,
	});
}

const char *fixture_fact(struct target *target, const char *name)
{
	const struct fact *fact;

	for (fact = target_facts(target); fact; fact = fact->next)
		if (!strcmp(fact->name, name))
			return fact->value;
	return "(none)";
}

void fixture_append_name(void *context, const char *name)
{
	buffer_printf(context, "%s;", name);
}

void fixture_append_pair(void *context, const char *group, const char *name)
{
	buffer_printf(context, "%s:%s;", group, name);
}
