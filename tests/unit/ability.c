/*
 * Ability: helpers, map kinds, functions that programs may call, small files.
 */
#include "codegen/target/ability.h"

#include <bpf/btf.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "codegen/target/target.h"
#include "codegen/target/version.h"
#include "lexer/arena.h"
#include "tests/unit/fixture.h"

static struct arena *arena;

static void begin(void)
{
	arena = arena_new();
}

static void end(void)
{
	arena_free(arena);
}

TestSuite(ability, .init = begin, .fini = end);

/* A kernel beside the fixtures that has these files. */
static void write_file(const char *kernel, const char *name, const void *bytes, size_t length)
{
	const char *path = arena_printf(arena, "%s/%s", fixture_path(arena, kernel), name);
	FILE *stream;

	cr_assert_eq(system(arena_printf(arena, "mkdir -p \"$(dirname '%s')\"", path)), 0);
	stream = fopen(path, "w");
	cr_assert_not_null(stream);
	cr_assert_eq(fwrite(bytes, 1, length, stream), length);
	cr_assert_eq(fclose(stream), 0);
}

static const char *fact_value(struct target *target, const char *name)
{
	const struct fact *fact;

	for (fact = target_facts(target); fact; fact = fact->next)
		if (!strcmp(fact->name, name))
			return fact->value;
	return "(none)";
}

Test(ability, versions_of_both_fixtures)
{
	struct target *older = fixture_open(arena, "v5.10-like");
	struct target *newer = fixture_open(arena, "v6.12-like");
	uint64_t version;

	cr_assert(target_version(older, &version));
	cr_expect_str_eq(version_print(arena, version), "5.10.218");
	cr_expect_str_eq(fact_value(older, "kernel"), "5.10.218");
	cr_assert(target_version(newer, &version));
	cr_expect_str_eq(version_print(arena, version), "6.12.30");
	target_close(older);
	target_close(newer);
}

/* Functions "known" and "marked", the second with the tag unless the kernel is an old one. */
static void write_functions(const char *kernel, const char *known, bool has_tags)
{
	struct btf *btf = btf__new_empty();
	int integer = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	int prototype = btf__add_func_proto(btf, integer), function;
	const void *bytes;
	uint32_t size;

	cr_assert_gt(btf__add_func(btf, known, BTF_FUNC_STATIC, prototype), 0);
	function = btf__add_func(btf, "marked", BTF_FUNC_STATIC, prototype);
	cr_assert_gt(function, 0);
	if (has_tags)
		cr_assert_gt(btf__add_decl_tag(btf, "bpf_kfunc", function, -1), 0);
	bytes = btf__raw_data(btf, &size);
	write_file(kernel, "sys/kernel/btf/vmlinux", bytes, size);
	btf__free(btf);
}

Test(ability, functions_that_the_kernel_marks)
{
	struct target *target;

	write_functions("marking", "bpf_task_from_pid", true);
	target = fixture_open(arena, "marking");
	cr_expect_eq(target_find_kfunc(target, "marked", ""), KFUNC_MARK_TAGGED);
	cr_expect_eq(target_find_kfunc(target, "bpf_task_from_pid", "6.2"), KFUNC_MARK_OTHERS);
	cr_expect_eq(target_find_kfunc(target, "absent", "6.9"), KFUNC_MARK_ABSENT);
	cr_expect_str_eq(fact_value(target, "kfunc:marked"), "tagged");
	cr_expect_str_eq(fact_value(target, "kfunc:absent"), "absent: Linux 6.9 brought it");
	target_close(target);
}

Test(ability, functions_that_older_kernels_do_not_mark)
{
	struct target *target;

	write_functions("silent", "bpf_task_from_pid", false);
	target = fixture_open(arena, "silent");
	cr_expect_eq(target_find_kfunc(target, "marked", ""), KFUNC_MARK_NONE);
	cr_expect_eq(target_find_kfunc(target, "bpf_task_from_pid", "6.2"), KFUNC_MARK_NONE);
	cr_expect_eq(target_find_kfunc(target, "bpf_task_release", "6.2"), KFUNC_MARK_ABSENT);
	target_close(target);
}

Test(ability, configurations)
{
	struct target *target = fixture_open(arena, "v6.12-like");
	bool can_tell;

	cr_expect_str_eq(target_config(target, "HZ", &can_tell), "1000");
	cr_expect(can_tell);
	cr_expect_str_eq(target_config(target, "CONFIG_BPF", &can_tell), "y");
	cr_expect_null(target_config(target, "BP", &can_tell));
	cr_expect_null(target_config(target, "NOTHING", &can_tell));
	cr_expect_str_eq(fact_value(target, "config:NOTHING"), "not set");
	target_close(target);
}

/* Longer than the first buffer that it is unpacked into, with what is asked for at its end. */
Test(ability, a_long_configuration)
{
	enum { LINES = 200000 };
	const char *path;
	struct target *target;
	bool can_tell;
	gzFile stream;
	int line;

	write_file("long", "proc/config.gz", "", 0);
	path = arena_printf(arena, "%s/proc/config.gz", fixture_path(arena, "long"));
	stream = gzopen(path, "w");
	cr_assert_not_null(stream);
	for (line = 0; line < LINES; line++)
		gzprintf(stream, "CONFIG_NUMBER_%d=%d\n", line, line);
	gzputs(stream, "CONFIG_LAST=m");
	cr_assert_eq(gzclose(stream), Z_OK);
	target = fixture_open(arena, "long");
	cr_expect_str_eq(target_config(target, "LAST", &can_tell), "m");
	cr_expect_str_eq(target_config(target, "NUMBER_123456", &can_tell), "123456");
	target_close(target);
}

Test(ability, configurations_that_cannot_be_read)
{
	static const unsigned char cut[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x73 };
	struct target *target;
	bool can_tell;

	write_file("damaged", "proc/config.gz", "CONFIG_BPF=y\n", 13);
	target = fixture_open(arena, "damaged");
	cr_expect_null(target_config(target, "BPF", &can_tell));
	cr_expect_not(can_tell);
	target_close(target);
	write_file("cut", "proc/config.gz", cut, sizeof(cut));
	target = fixture_open(arena, "cut");
	cr_expect_null(target_config(target, "BPF", &can_tell));
	cr_expect_not(can_tell);
	cr_expect_str_eq(fact_value(target, "config:BPF"), "cannot be read");
	target_close(target);
}

Test(ability, security_modules)
{
	struct target *older = fixture_open(arena, "v5.10-like");
	struct target *newer = fixture_open(arena, "v6.12-like");

	cr_expect(target_has_security_module(newer, "bpf"));
	cr_expect(target_has_security_module(newer, "lockdown"));
	cr_expect_not(target_has_security_module(newer, "lock"));
	cr_expect_not(target_has_security_module(older, "bpf"));
	target_close(older);
	target_close(newer);
}
