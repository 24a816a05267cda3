/*
 * Target: folders that are empty, damaged or no kernel at all, and modules.
 */
#include "codegen/target/target.h"

#include <bpf/btf.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "tests/unit/fixture.h"

static struct arena *arena;

static void open_arena(void)
{
	arena = arena_new();
}

static void close_arena(void)
{
	arena_free(arena);
}

TestSuite(target_folder, .init = open_arena, .fini = close_arena);

static struct target *open_scratch(char *folder)
{
	strcpy(folder, "/tmp/ktrace-target-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	return target_open(arena, &(struct target_source){
		.root = folder, .tracefs_fd = -1, .kallsyms_fd = -1,
	});
}

static void write_file(const char *folder, const char *path, const void *bytes, size_t length)
{
	char *full = arena_printf(arena, "%s/%s", folder, path), *slash = full + strlen(folder);
	FILE *file;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		mkdir(full, 0777);
		*slash = '/';
	}
	file = fopen(full, "w");
	cr_assert_not_null(file);
	cr_assert_eq(fwrite(bytes, 1, length, file), length);
	fclose(file);
}

static void remove_folder(const char *folder)
{
	cr_expect_eq(system(arena_printf(arena, "rm -rf '%s'", folder)), 0);
}

Test(target_folder, an_empty_folder_knows_nothing)
{
	char folder[64];
	struct target *target = open_scratch(folder);
	const struct type *type;
	struct buffer text = { 0 };
	struct suggest suggest;
	int64_t value;

	cr_expect_eq(target_btf_status(target), -ENOENT);
	cr_expect_eq(target_tracefs_status(target), -ENOENT);
	cr_expect_null(target_find_struct(target, "dentry", false));
	cr_expect_null(target_find_function(target, NULL, "vfs_unlink"));
	cr_expect_null(target_find_raw_tracepoint(target, "sched_switch"));
	cr_expect_null(target_find_tracepoint(target, "sched", "sched_switch"));
	cr_expect_eq(target_find_traceable(target, NULL, "vfs_unlink")->traceable, TRACEABLE_NO);
	cr_expect_not(target_find_constant(target, "PIDTYPE_PID", &value, &type));
	cr_expect_eq(target_feature(target, FEATURE_RINGBUF), 0);
	target_match_functions(target, NULL, "*", fixture_append_pair, &text);
	target_match_tracepoints(target, NULL, NULL, fixture_append_pair, &text);
	target_match_raw_tracepoints(target, NULL, fixture_append_pair, &text);
	cr_expect_eq(text.length, 0);
	/* The system-call interface is known without any. */
	target_match_types(target, "struct open*", fixture_append_name, &text);
	cr_expect_str_eq(text.data, "struct open_how;");
	cr_expect(target_find_constant(target, "EPERM", &value, &type));
	suggest_start(&suggest, "vfs_unlink");
	target_suggest_function(target, NULL, &suggest);
	cr_expect_null(suggest.best);
	buffer_release(&text);
	target_close(target);
	remove_folder(folder);
}

Test(target_folder, a_folder_that_does_not_exist)
{
	struct target *target = target_open(arena, &(struct target_source){
		.root = "/nonexistent", .tracefs_fd = -1, .kallsyms_fd = -1,
	});

	cr_expect_eq(target_btf_status(target), -ENOENT);
	cr_expect_eq(target_tracefs_status(target), -ENOENT);
	cr_expect_str_eq(target_root(target), "/nonexistent");
	target_close(target);
}

Test(target_folder, damaged_files_are_refused_quietly)
{
	static const char symbols[] = "\n \nffffffff81000000\nffffffff81000000 T\n"
		"ffffffff81000000 T \nT T T\nffffffff81000000 T good\nffffffff81000040 t tail";
	static const char format[] = "name\nfield:\n\tfield:int;\n\tfield:char x[;\toffset:8;"
		"\tsize:1;\tsigned:1;\n\tfield: * ;offset:9;size:8\n";
	char folder[64];
	struct target *target = open_scratch(folder);

	write_file(folder, "sys/kernel/btf/vmlinux", "\x9f\xeb\x01\x00garbage", 11);
	write_file(folder, "proc/kallsyms", symbols, sizeof(symbols) - 1);
	write_file(folder, "sys/kernel/tracing/events/a/b/format", format, sizeof(format) - 1);
	write_file(folder, "ktrace/features", "ringbuf\n=\nloop=", 15);
	cr_expect_lt(target_btf_status(target), 0);
	cr_expect_eq(target_find_traceable(target, NULL, "good")->traceable, TRACEABLE_YES);
	cr_expect_eq(target_find_traceable(target, NULL, "tail")->traceable, TRACEABLE_NO);
	cr_expect_eq(target_feature(target, FEATURE_LOOP), 0);
	cr_assert_not_null(target_find_tracepoint(target, "a", "b"));
	target_close(target);
	remove_folder(folder);
}

/* BTF whose pointers, arrays and structs go in circles, or to types that are not there. */
Test(target_folder, types_that_go_in_circles)
{
	struct btf *btf = btf__new_empty();
	struct suggest suggest;
	struct target *target;
	struct field field;
	char folder[64];
	const void *bytes;
	uint32_t size;

	cr_assert_eq(btf__add_ptr(btf, 1), 1);
	cr_assert_eq(btf__add_const(btf, 2), 2);
	cr_assert_eq(btf__add_array(btf, 3, 3, 4), 3);
	cr_assert_eq(btf__add_struct(btf, "bad", 64), 4);
	btf__add_field(btf, "pointer", 1, 0, 0);
	btf__add_field(btf, "constant", 2, 64, 0);
	btf__add_field(btf, "array", 3, 128, 0);
	btf__add_field(btf, "missing", 99, 256, 0);
	btf__add_field(btf, NULL, 4, 0, 0);
	btf__add_field(btf, NULL, 4, 0, 0);
	btf__add_typedef(btf, "btf_trace_circle", 6);
	btf__add_typedef(btf, "middle", 5);
	bytes = btf__raw_data(btf, &size);
	target = open_scratch(folder);
	write_file(folder, "sys/kernel/btf/vmlinux", bytes, size);
	btf__free(btf);
	if (target_btf_status(target) == 0) {
		const struct type *type = target_find_struct(target, "bad", false);

		cr_assert_not_null(type);
		cr_expect(target_find_field(target, type, "pointer", &field));
		cr_expect(target_find_field(target, type, "constant", &field));
		cr_expect(target_find_field(target, type, "array", &field));
		cr_expect(target_find_field(target, type, "missing", &field));
		cr_expect_eq(field.type, &type_void);
		cr_expect_not(target_find_field(target, type, "absent", &field));
		suggest_start(&suggest, "mising");
		target_suggest_field(target, type, &suggest);
		cr_expect_null(target_find_raw_tracepoint(target, "circle"));
	}
	target_close(target);
	remove_folder(folder);
}

/* ---- modules ---- */

/* A kernel of one struct, and module "extra" that adds a struct and a function on top. */
static void write_split_btf(const char *folder)
{
	struct btf *base = btf__new_empty(), *split;
	int integer = btf__add_int(base, "int", 4, BTF_INT_SIGNED), shared, own, prototype_id;
	const void *bytes;
	uint32_t size;

	shared = btf__add_struct(base, "shared", 4);
	btf__add_field(base, "number", integer, 0, 0);
	split = btf__new_empty_split(base);
	own = btf__add_struct(split, "own", 16);
	btf__add_field(split, "link", btf__type_cnt(split), 64, 0);
	btf__add_ptr(split, shared);
	prototype_id = btf__add_func_proto(split, integer);
	btf__add_func_param(split, "thing", own + 1);
	btf__add_func(split, "extra_open", BTF_FUNC_STATIC, prototype_id);
	bytes = btf__raw_data(base, &size);
	write_file(folder, "sys/kernel/btf/vmlinux", bytes, size);
	bytes = btf__raw_data(split, &size);
	write_file(folder, "sys/kernel/btf/extra", bytes, size);
	btf__free(split);
	btf__free(base);
}

Test(target_folder, modules_are_asked_after_the_kernel)
{
	char folder[64];
	struct target *target = open_scratch(folder);
	const struct type *own, *shared;
	const struct function *function;
	struct field field;

	write_split_btf(folder);
	shared = target_find_struct(target, "shared", false);
	cr_assert_not_null(shared);
	cr_expect_eq(shared->btf_module, 0);
	own = target_find_struct(target, "own", false);
	cr_assert_not_null(own);
	cr_expect_eq(own->btf_module, 1);
	cr_assert(target_find_field(target, own, "link", &field));
	cr_expect_eq(field.offset, 8);
	cr_expect_eq(field.type->target, shared);
	function = target_find_function(target, NULL, "extra_open");
	cr_assert_not_null(function);
	cr_expect_str_eq(function->module, "extra");
	cr_expect_eq(function->parameters[0].type->target, shared);
	cr_expect_not_null(target_find_function(target, "extra", "extra_open"));
	cr_expect_null(target_find_function(target, "vmlinux", "extra_open"));
	cr_expect_null(target_find_function(target, "other", "extra_open"));
	target_close(target);
	remove_folder(folder);
}
