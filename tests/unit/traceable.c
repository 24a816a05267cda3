/*
 * Traceable: what names of kernel functions stand for, on the fixture kernels.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "tests/unit/fixture.h"

static struct arena *arena;
static struct target *older, *newer, *clones, *fentry_only;

static void open_kernels(void)
{
	arena = arena_new();
	older = fixture_open(arena, "v5.10-like");
	newer = fixture_open(arena, "v6.12-like");
	clones = fixture_open(arena, "clones");
	fentry_only = fixture_open(arena, "fentry-only");
}

static void close_kernels(void)
{
	target_close(older);
	target_close(newer);
	target_close(clones);
	target_close(fentry_only);
	arena_free(arena);
}

TestSuite(traceable, .init = open_kernels, .fini = close_kernels);

static enum function_form form_of(const char *symbol, const char *name)
{
	return function_form_find(symbol, strlen(symbol), strlen(name));
}

Test(traceable, forms_of_names)
{
	cr_expect_eq(form_of("f", "f"), FUNCTION_ITSELF);
	cr_expect_eq(form_of("f.isra.0", "f.isra.0"), FUNCTION_ITSELF);
	cr_expect_eq(form_of("f.llvm.1234567890", "f"), FUNCTION_RENAMED);
	cr_expect_eq(form_of("f.lto_priv.0", "f"), FUNCTION_RENAMED);
	cr_expect_eq(form_of("f.__uniq.12.llvm.34", "f"), FUNCTION_RENAMED);
	cr_expect_eq(form_of("f.isra.0", "f"), FUNCTION_CLONE);
	cr_expect_eq(form_of("f.constprop.12", "f"), FUNCTION_CLONE);
	cr_expect_eq(form_of("f.constprop.0.isra.0", "f"), FUNCTION_CLONE);
	cr_expect_eq(form_of("f.lto_priv.0.isra.0", "f"), FUNCTION_CLONE);
	cr_expect_eq(form_of("f.part.0", "f"), FUNCTION_PART);
	cr_expect_eq(form_of("f.part.0.isra.0", "f"), FUNCTION_PART);
	cr_expect_eq(form_of("f.isra.0.part.0", "f"), FUNCTION_PART);
	cr_expect_eq(form_of("f.cold", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.isra.0.cold", "f"), FUNCTION_NO_ENTRY);
	/* Nothing that a compiler makes of a function. */
	cr_expect_eq(form_of("f.17", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.E_copy", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.isra", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.isra.", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.isra.x", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f.", "f"), FUNCTION_NO_ENTRY);
	cr_expect_eq(form_of("f..", "f"), FUNCTION_NO_ENTRY);
}

static enum traceable state_of(struct target *target, const char *module, const char *name)
{
	return target_find_traceable(target, module, name)->traceable;
}

/* What is recorded about the function: "traceable as f, f.isra.0". */
static const char *fact_of(struct target *target, const char *module, const char *name)
{
	const char *key = arena_printf(arena, "function:%s%s%s", module ? module : "",
				       module ? ":" : "", name);
	const struct fact *fact;

	target_find_traceable(target, module, name);
	for (fact = target_facts(target); fact; fact = fact->next)
		if (!strcmp(fact->name, key))
			return fact->value;
	return "unrecorded";
}

Test(traceable, functions)
{
	cr_expect_eq(state_of(newer, NULL, "vfs_unlink"), TRACEABLE_YES);
	cr_expect_eq(state_of(newer, NULL, "vfs_unlin"), TRACEABLE_NO);
	cr_expect_eq(state_of(newer, NULL, "jiffies_64"), TRACEABLE_NO);
	cr_expect_eq(state_of(newer, NULL, ""), TRACEABLE_NO);
	cr_expect_eq(state_of(older, NULL, "finish_task_switch"), TRACEABLE_YES);
	cr_expect_str_eq(fact_of(newer, NULL, "vfs_unlink"), "traceable");
	cr_expect_str_eq(fact_of(newer, NULL, "vfs_unlin"), "absent");
	/* Only its cold part would be left; the whole of it is there, too. */
	cr_expect_str_eq(fact_of(newer, NULL, "fsnotify_insert_event"), "traceable");
}

Test(traceable, clones_and_parts)
{
	cr_expect_eq(state_of(newer, NULL, "finish_task_switch"), TRACEABLE_CLONE);
	cr_expect_str_eq(fact_of(newer, NULL, "finish_task_switch"),
			 "only finish_task_switch.isra.0");
	cr_expect_eq(state_of(newer, NULL, "finish_task_switch.isra.0"), TRACEABLE_YES);
	cr_expect_str_eq(fact_of(clones, NULL, "only_clones"),
			 "only only_clones.isra.0, only_clones.constprop.1");
	cr_expect_str_eq(fact_of(clones, NULL, "with_clone"),
			 "traceable as with_clone, with_clone.constprop.0");
	cr_expect_str_eq(fact_of(clones, NULL, "with_part"),
			 "traceable, split from with_part.part.0");
	cr_expect_eq(state_of(clones, NULL, "only_part"), TRACEABLE_PART);
	cr_expect_str_eq(fact_of(clones, NULL, "only_part"), "only only_part.part.0");
	cr_expect_eq(state_of(clones, NULL, "only_cold"), TRACEABLE_NO);
	cr_expect_eq(state_of(clones, NULL, "odd"), TRACEABLE_NO);
	cr_expect_eq(state_of(clones, NULL, "counter"), TRACEABLE_NO);
	cr_expect_eq(state_of(clones, NULL, "counter.17"), TRACEABLE_YES);
	cr_expect_str_eq(fact_of(clones, NULL, "renamed"), "traceable as renamed.llvm.12345");
}

Test(traceable, names_that_several_functions_have)
{
	const struct function_place *place;

	cr_expect_eq(state_of(newer, NULL, "shared_name"), TRACEABLE_AMBIGUOUS);
	cr_expect_str_eq(fact_of(clones, NULL, "shared_name"), "2 functions");
	cr_expect_eq(state_of(clones, NULL, "shared_clone"), TRACEABLE_AMBIGUOUS);
	cr_expect_eq(state_of(clones, NULL, "twice_renamed"), TRACEABLE_AMBIGUOUS);
	/* The kernel's own and a module's: the module's name tells which. */
	cr_expect_eq(state_of(clones, NULL, "in_module_too"), TRACEABLE_AMBIGUOUS);
	cr_expect_eq(state_of(clones, "disk", "in_module_too"), TRACEABLE_YES);
	place = target_find_traceable(clones, "vmlinux", "in_module_too")->places;
	cr_assert_not_null(place);
	cr_expect(place->is_shared);
	cr_expect_eq(state_of(clones, NULL, "in_two_modules"), TRACEABLE_AMBIGUOUS);
	cr_expect_eq(state_of(clones, "net", "in_two_modules"), TRACEABLE_YES);
	cr_expect_eq(state_of(clones, "disk", "twice_in_module"), TRACEABLE_AMBIGUOUS);
	/* A variable is no function, but the kernel counts it. */
	place = target_find_traceable(clones, NULL, "also_a_variable")->places;
	cr_assert_not_null(place);
	cr_expect(place->is_shared);
	cr_expect_eq(place->address, 0xffffffff81000640);
	cr_expect_not(target_find_traceable(clones, NULL, "before_shared")->places->is_shared);
	/* Newer kernels call constants text, too. */
	cr_expect_eq(state_of(clones, NULL, "a_constant"), TRACEABLE_NO);
}

static void append_names(struct target *target, const char *module, const char *name,
			 struct buffer *text)
{
	const struct function_place *place = target_find_traceable(target, module, name)->places;
	const char *written;

	for (; place; place = place->next) {
		written = target_name_place(target, place);
		buffer_printf(text, "%s;", written ? written : "?");
	}
}

Test(traceable, naming_one_of_several)
{
	struct buffer text = { 0 };

	append_names(clones, NULL, "shared_name", &text);
	cr_expect_str_eq(text.data, "with_part+0x200;before_shared+0x40;", "%s", text.data);
	buffer_clear(&text);
	append_names(clones, NULL, "in_module_too", &text);
	cr_expect_str_eq(text.data, "vmlinux:in_module_too;disk:in_module_too;");
	buffer_clear(&text);
	append_names(clones, "disk", "twice_in_module", &text);
	cr_expect_str_eq(text.data, "disk:in_two_modules+0x40;disk:disk_before+0x40;", "%s",
			 text.data);
	buffer_clear(&text);
	append_names(clones, NULL, "twice_renamed", &text);
	cr_expect_str_eq(text.data, "twice_renamed.llvm.1;twice_renamed.llvm.2;");
	buffer_release(&text);
}

Test(traceable, entries_behind_a_function)
{
	const struct function_place *place =
		target_find_traceable(clones, NULL, "before_shared")->places;

	cr_expect(target_is_entry(clones, place, 0));
	cr_expect(target_is_entry(clones, place, 0x40));
	cr_expect_not(target_is_entry(clones, place, 0x44));
}

Test(traceable, text_that_the_kernel_keeps_closed)
{
	const struct function_place *place;

	cr_expect_eq(state_of(newer, NULL, "do_int3"), TRACEABLE_NOT);
	cr_expect_eq(state_of(newer, NULL, "start_kernel"), TRACEABLE_NOT);
	cr_expect_eq(state_of(newer, NULL, "_stext"), TRACEABLE_NOT);
	/* There the marks of an empty range stand in the wrong order. */
	cr_expect_eq(state_of(newer, NULL, "after_kprobes"), TRACEABLE_YES);
	cr_expect_eq(state_of(newer, NULL, "bpf_prog_6deef7357e7b4530_probe_0"), TRACEABLE_NOT);
	/* What kprobes refuse, fentry may take. */
	place = target_find_traceable(clones, NULL, "never_kprobed")->places;
	cr_assert_not_null(place);
	cr_expect_not_null(place->closed_because);
	cr_expect_null(target_why_unhookable(clones, place));
}

Test(traceable, functions_of_modules)
{
	cr_expect_eq(state_of(newer, "ext4", "ext4_unlink"), TRACEABLE_YES);
	cr_expect_eq(state_of(newer, NULL, "ext4_unlink"), TRACEABLE_YES);
	cr_expect_eq(state_of(newer, "xfs", "ext4_unlink"), TRACEABLE_NO);
	cr_expect_eq(state_of(newer, "vmlinux", "ext4_unlink"), TRACEABLE_NO);
	cr_expect_eq(state_of(newer, "vmlinux", "vfs_unlink"), TRACEABLE_YES);
	cr_expect(target_has_module(newer, "ext4"));
	cr_expect_not(target_has_module(newer, "ext"));
}

static bool is_hookable(struct target *target, const char *name)
{
	const struct traceable_function *function = target_find_traceable(target, NULL, name);

	cr_assert_not_null(function->places);
	return !target_why_unhookable(target, function->places);
}

Test(traceable, what_trampolines_carry)
{
	cr_expect(is_hookable(clones, "vfs_read"));
	cr_expect_not(is_hookable(clones, "notrace_here"));
	cr_expect_not(is_hookable(clones, "before_shared"), "it has no prototype");
	cr_expect_not(is_hookable(clones, "only_clone"));
	cr_expect_not(is_hookable(clones, "variadic"));
	cr_expect_not(is_hookable(clones, "eight_words"));
	cr_expect_not(is_hookable(clones, "returns_struct"));
	cr_expect_not(is_hookable(clones, "also_a_variable"));
	cr_expect(is_hookable(clones, "takes_struct"));
	/* There the kernel's own types do not tell of structs as arguments. */
	cr_expect_not(is_hookable(fentry_only, "takes_struct"));
}

/* Enough questions to bring the index in. */
Test(traceable, the_index_answers_as_the_text_does)
{
	char name[32];
	int number;

	for (number = 0; number < 40; number++) {
		snprintf(name, sizeof(name), "absent_%d", number);
		cr_expect_eq(state_of(newer, NULL, name), TRACEABLE_NO);
		cr_expect_eq(state_of(clones, NULL, name), TRACEABLE_NO);
		cr_expect_null(target_find_struct(newer, name, false));
	}
	cr_expect_eq(state_of(newer, NULL, "vfs_unlink"), TRACEABLE_YES);
	cr_expect_eq(state_of(newer, NULL, "finish_task_switch"), TRACEABLE_CLONE);
	cr_expect_eq(state_of(newer, NULL, "do_int3"), TRACEABLE_NOT);
	cr_expect_eq(state_of(newer, "ext4", "ext4_unlink"), TRACEABLE_YES);
	cr_expect_eq(state_of(clones, NULL, "shared_clone"), TRACEABLE_AMBIGUOUS);
	cr_expect_str_eq(fact_of(clones, NULL, "with_clone"),
			 "traceable as with_clone, with_clone.constprop.0");
	cr_expect_not_null(target_find_struct(newer, "dentry", false));
	cr_expect_not_null(target_find_function(newer, NULL, "vfs_open"));
}
