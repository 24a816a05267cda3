/*
 * Target: functions, tracepoints and features of the fixture kernels.
 */
#include "codegen/target/target.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "tests/unit/fixture.h"

static struct arena *arena;
static struct target *older, *newer;

static void open_both(void)
{
	arena = arena_new();
	older = fixture_open(arena, "v5.10-like");
	newer = fixture_open(arena, "v6.12-like");
}

static void close_both(void)
{
	target_close(older);
	target_close(newer);
	arena_free(arena);
}

TestSuite(target, .init = open_both, .fini = close_both);

static const char *prototype(const struct function *function)
{
	struct buffer text = { 0 };
	const char *copy;

	cr_assert_not_null(function);
	target_print_prototype(function, &text);
	copy = arena_copy_string(arena, text.data);
	buffer_release(&text);
	return copy;
}

/* ---- functions ---- */

Test(target, prototypes)
{
	const struct function *unlink = target_find_function(older, NULL, "vfs_unlink");

	cr_expect_str_eq(prototype(unlink), "int vfs_unlink(struct inode *dir, struct dentry "
			 "*dentry, struct inode **delegated_inode)");
	cr_expect_str_eq(unlink->module, "vmlinux");
	cr_expect_eq(unlink->return_type, &type_int32);
	cr_expect_str_eq(unlink->parameters[1].name, "dentry");
	cr_expect_str_eq(unlink->parameters[1].c_type, "struct dentry *");
	unlink = target_find_function(newer, NULL, "vfs_unlink");
	cr_assert_eq(unlink->parameter_count, 4);
	cr_expect_str_eq(unlink->parameters[2].name, "dentry");
	cr_expect_eq(target_find_function(newer, NULL, "vfs_unlink"), unlink);
	cr_expect_str_eq(fixture_fact(newer, "btf:vfs_unlink"), prototype(unlink));
	cr_expect_null(target_find_function(newer, NULL, "vfs_unlnk"));
	cr_expect_null(target_find_function(newer, NULL, ""));
	cr_expect_str_eq(fixture_fact(newer, "btf:vfs_unlnk"), "absent");
}

Test(target, prototypes_of_every_shape)
{
	const struct function *printk = target_find_function(newer, NULL, "_printk");

	cr_expect(printk->is_variadic);
	cr_expect_eq(printk->parameter_count, 1);
	cr_expect_str_eq(prototype(printk), "int _printk(const char *fmt, ...)");
	cr_expect_str_eq(prototype(target_find_function(newer, NULL, "schedule")),
			 "void schedule(void)");
	cr_expect_str_eq(prototype(target_find_function(newer, NULL, "vfs_open")),
			 "int vfs_open(const struct path *path, struct file *file)");
	cr_expect_str_eq(target_find_function(older, NULL, "fsnotify_add_event")
			 ->parameters[2].c_type,
			 "int (*)(struct list_head *, struct fsnotify_event *)");
	cr_expect(target_has_prototype(newer, "vmlinux", "schedule"));
	cr_expect_not(target_has_prototype(newer, "ext4", "schedule"));
}

Test(target, raw_tracepoints_have_types_from_one_place_and_names_from_another)
{
	cr_expect_str_eq(prototype(target_find_raw_tracepoint(newer, "sched_switch")),
			 "void sched_switch(bool preempt, struct task_struct *prev, "
			 "struct task_struct *next, unsigned int prev_state)");
	cr_expect_eq(target_find_raw_tracepoint(older, "sched_switch")->parameter_count, 3);
	cr_expect_null(target_find_raw_tracepoint(newer, "no_such_event"));
}

Test(target, raw_tracepoints_by_glob)
{
	struct buffer text = { 0 };

	target_match_raw_tracepoints(newer, "sched_*", fixture_append_pair, &text);
	cr_expect_str_eq(text.data, "vmlinux:sched_switch;vmlinux:sched_process_exec;");
	buffer_release(&text);
}

Test(target, functions_by_glob)
{
	struct buffer text = { 0 };

	target_match_functions(newer, NULL, "vfs_un*", fixture_append_pair, &text);
	cr_expect_str_eq(text.data, "vmlinux:vfs_unlink;");
	buffer_clear(&text);
	target_match_functions(newer, "ext4", NULL, fixture_append_pair, &text);
	cr_expect_str_eq(text.data, "ext4:ext4_unlink;");
	buffer_clear(&text);
	/* The older one has no available_filter_functions: its symbols answer. */
	target_match_functions(older, NULL, "*_i*", fixture_append_pair, &text);
	cr_expect_eq(text.length, 0, "do_int3 and labels are closed: %s", text.data);
	cr_expect_eq(target_match_functions(older, NULL, "*sh*", fixture_append_pair, &text), 1);
	cr_expect_str_eq(text.data, "vmlinux:finish_task_switch;");
	buffer_release(&text);
}

Test(target, addresses_of_symbols)
{
	uint64_t address;

	cr_assert(target_find_symbol(newer, "jiffies_64", &address));
	cr_expect_eq(address, 0xffffffff81000780);
	cr_assert(target_find_symbol(newer, "vfs_unlink", &address));
	cr_expect_eq(address, 0xffffffff81000180);
	cr_expect_not(target_find_symbol(newer, "finish_task_switch", &address));
	cr_expect_eq(address, 0);
	cr_expect_not(target_find_symbol(newer, "", &address));
}

/* ---- tracepoints ---- */

static const struct tracepoint_field *field_of(const struct tracepoint *tracepoint,
					       const char *name)
{
	uint32_t index;

	cr_assert_not_null(tracepoint);
	for (index = 0; index < tracepoint->field_count; index++)
		if (!strcmp(tracepoint->fields[index].name, name))
			return &tracepoint->fields[index];
	cr_assert_fail("no field %s", name);
	return NULL;
}

Test(target, system_call_records)
{
	const struct tracepoint *openat;
	const struct tracepoint_field *field;

	openat = target_find_tracepoint(newer, "syscalls", "sys_enter_openat");
	cr_assert_not_null(openat);
	cr_expect_eq(openat->id, 700);
	cr_expect_eq(openat->field_count, 5);
	field = field_of(openat, "dfd");
	cr_expect_eq(field->type, &type_int64);
	cr_expect_eq(field->offset, 16);
	cr_expect_eq(field->size, 8);
	field = field_of(openat, "filename");
	cr_expect_str_eq(type_to_string(arena, field->type), "char *");
	cr_expect_eq(field->type->space, SPACE_USER);
	cr_expect_str_eq(field->c_type, "const char *");
	cr_expect_eq(field_of(openat, "mode")->type, &type_uint64);
	cr_expect_eq(field_of(target_find_tracepoint(newer, "syscalls", "sys_enter_kill"),
			      "pid")->type, &type_int64);
	field = field_of(target_find_tracepoint(newer, "syscalls", "sys_enter_openat2"), "how");
	cr_expect_eq(field->type->target, target_find_struct(newer, "open_how", false));
	field = field_of(target_find_tracepoint(newer, "syscalls", "sys_enter_execve"), "argv");
	cr_expect_eq(field->type->target->space, SPACE_USER);
}

Test(target, records_of_every_shape)
{
	const struct tracepoint *tracepoint;
	const struct tracepoint_field *field;

	tracepoint = target_find_tracepoint(newer, "sched", "sched_switch");
	field = field_of(tracepoint, "next_comm");
	cr_expect_str_eq(type_to_string(arena, field->type), "char[16]");
	cr_expect_eq(field_of(tracepoint, "prev_state")->type, &type_int64);
	tracepoint = target_find_tracepoint(newer, "sched", "sched_process_exec");
	field = field_of(tracepoint, "filename");
	cr_expect(field->is_data_loc);
	cr_expect_not(field->is_relative);
	cr_expect_eq(field->type->kind, TYPE_STRING);
	cr_expect_eq(field->type->size, 0);
	field = field_of(target_find_tracepoint(newer, "user_events", "greeting"), "text");
	cr_expect(field->is_data_loc && field->is_relative);
	field = field_of(target_find_tracepoint(newer, "raw_syscalls", "sys_enter"), "args");
	cr_expect_str_eq(type_to_string(arena, field->type), "uint64[6]");
	tracepoint = target_find_tracepoint(newer, "timer", "hrtimer_start");
	cr_expect_eq(field_of(tracepoint, "mode")->type,
		     target_find_enum(newer, "hrtimer_mode"));
	cr_expect_eq(field_of(tracepoint, "hrtimer")->type->space, SPACE_KERNEL);
}

Test(target, tracepoints_by_name_and_glob)
{
	struct buffer text = { 0 };

	cr_expect_null(target_find_tracepoint(newer, "sched", "sched_swich"));
	cr_expect_null(target_find_tracepoint(newer, "..", "events"));
	cr_expect_null(target_find_tracepoint(newer, "sched/sched_switch", "."));
	target_match_tracepoints(newer, "sched", "sched_*", fixture_append_pair, &text);
	cr_expect_str_eq(text.data, "sched:sched_process_exec;sched:sched_switch;");
	buffer_release(&text);
}

/* ---- features, facts ---- */

static long answer_seven(void *context, enum feature feature)
{
	(*(int *)context)++;
	return feature == FEATURE_LOOP ? 7 : 0;
}

Test(target, features_from_the_folder_or_from_the_asker)
{
	int asked = 0;
	struct target *live = target_open(arena, &(struct target_source){
		.root = "/", .tracefs_fd = -1, .kallsyms_fd = -1,
		.ask_feature = answer_seven, .ask_context = &asked,
	});

	cr_expect_eq(target_feature(newer, FEATURE_KPROBE_MULTI), 1);
	cr_expect_eq(target_feature(older, FEATURE_KPROBE_MULTI), 0);
	cr_expect_eq(target_feature(older, FEATURE_KPROBE), 1);
	cr_expect_eq(target_feature(live, FEATURE_LOOP), 7);
	cr_expect_eq(target_feature(live, FEATURE_LOOP), 7);
	cr_expect_eq(asked, 1);
	cr_expect(target_is_running(live));
	cr_expect_not(target_is_running(newer));
	cr_expect_str_eq(fixture_fact(live, "feature:loop"), "7");
	cr_expect_eq(feature_find("ringbuf"), FEATURE_RINGBUF);
	cr_expect_eq(feature_find("no_such"), FEATURE_COUNT);
	target_close(live);
}

Test(target, each_fact_once_in_the_order_of_asking)
{
	const struct type *dentry = target_find_struct(newer, "dentry", false);
	const struct fact *fact;
	struct field field;

	target_find_field(newer, dentry, "d_parent", &field);
	target_find_field(newer, dentry, "d_parent", &field);
	target_feature(newer, FEATURE_RINGBUF);
	target_find_field(newer, dentry, "d_parent", &field);
	fact = target_facts(newer);
	cr_expect_str_eq(fact->name, "struct dentry");
	fact = fact->next;
	cr_expect_str_eq(fact->name, "struct dentry.d_parent");
	cr_expect_str_eq(fact->value, "offset 24, struct dentry *");
	fact = fact->next;
	cr_expect_str_eq(fact->name, "feature:ringbuf");
	cr_expect_str_eq(fact->value, "1");
	cr_expect_null(fact->next);
}
