/*
 * Target: facts of the fixture kernels, of damaged ones, and of none.
 */
#include "codegen/target/target.h"

#include <bpf/btf.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
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

static const char *fact_value(struct target *target, const char *name)
{
	const struct fact *fact;

	for (fact = target_facts(target); fact; fact = fact->next)
		if (!strcmp(fact->name, name))
			return fact->value;
	return "(none)";
}

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

/* ---- types ---- */

Test(target, members_by_name)
{
	const struct type *dentry = target_find_struct(newer, "dentry", false);
	struct field field;

	cr_assert_not_null(dentry);
	cr_expect_eq(target_btf_status(newer), 0);
	cr_assert(target_find_field(newer, dentry, "d_parent", &field));
	cr_expect_eq(field.offset, 24);
	cr_expect_str_eq(field.name, "d_parent");
	cr_expect_eq(field.type->kind, TYPE_POINTER);
	cr_expect_eq(field.type->space, SPACE_KERNEL);
	cr_expect_eq(field.type->target, dentry);
	cr_expect_eq(field.bit_size, 0);
	cr_assert(target_find_field(newer, dentry, "d_iname", &field));
	cr_expect_str_eq(type_to_string(arena, field.type), "uint8[40]");
	cr_expect_not(target_find_field(newer, dentry, "d_nothing", &field));
	cr_expect_not(target_find_field(newer, dentry, "", &field));
	cr_expect_not(target_find_field(newer, &type_int32, "d_parent", &field));
}

Test(target, members_inside_anonymous_ones)
{
	const struct type *sock = target_find_struct(newer, "sock_common", false);
	const struct type *qstr = target_find_struct(newer, "qstr", false);
	struct field field;

	cr_assert(target_find_field(newer, qstr, "len", &field));
	cr_expect_eq(field.offset, 4);
	cr_expect_eq(field.type, &type_uint32);
	cr_assert(target_find_field(newer, sock, "skc_num", &field));
	cr_expect_eq(field.offset, 10);
	cr_expect_eq(field.type, &type_uint16);
}

Test(target, bit_fields)
{
	const struct type *task = target_find_struct(newer, "task_struct", false);
	const struct type *sock = target_find_struct(newer, "sock_common", false);
	struct field field;

	cr_assert(target_find_field(newer, task, "in_iowait", &field));
	cr_expect_eq(field.bit_offset, 1);
	cr_expect_eq(field.bit_size, 1);
	cr_expect_eq(field.offset % 4, 0);
	cr_assert(target_find_field(newer, sock, "skc_ipv6only", &field));
	cr_expect_eq(field.bit_offset, 5);
	cr_expect_eq(field.bit_size, 1);
	cr_expect_eq(field.offset, 15);
}

Test(target, a_struct_may_change_between_kernels)
{
	struct field field;

	cr_expect(target_find_field(older, target_find_struct(older, "task_struct", false),
				    "state", &field));
	cr_expect_eq(field.type, &type_int64);
	cr_expect(target_find_field(newer, target_find_struct(newer, "task_struct", false),
				    "__state", &field));
	cr_expect_eq(field.type, &type_uint32);
	cr_expect_not(target_find_field(newer, target_find_struct(newer, "task_struct", false),
					"state", &field));
}

Test(target, types_are_the_same_object_however_reached)
{
	const struct type *file = target_find_struct(newer, "file", false);
	const struct type *path = target_find_struct(newer, "path", false);
	struct field field, inner;

	cr_assert(target_find_field(newer, file, "f_path", &field));
	cr_expect_eq(field.type, path);
	cr_assert(target_find_field(newer, field.type, "dentry", &inner));
	cr_expect_eq(inner.type->target, target_find_struct(newer, "dentry", false));
	cr_expect_eq(target_find_typedef(newer, "sockptr_t"),
		     target_find_struct(newer, "sockptr", false));
	cr_expect_eq(target_find_typedef(newer, "pid_t"), &type_int32);
	cr_expect_eq(target_find_typedef(newer, "bool"), &type_bool);
}

Test(target, names_that_do_not_exist)
{
	cr_expect_null(target_find_struct(newer, "no_such_struct", false));
	cr_expect_null(target_find_struct(newer, "dentry", true));
	cr_expect_null(target_find_struct(newer, "", false));
	cr_expect_null(target_find_enum(newer, "no_such_enum"));
	cr_expect_null(target_find_typedef(newer, "no_such_type"));
	cr_expect_str_eq(fact_value(newer, "struct no_such_struct"), "absent");
}

Test(target, a_struct_that_is_only_declared_is_incomplete)
{
	const struct type *group = target_find_struct(newer, "fsnotify_group", false);
	uint32_t count;

	cr_assert_not_null(group);
	cr_expect_eq(group->size, 0);
	cr_expect_null(target_list_fields(newer, group, &count));
	cr_expect_eq(count, 0);
}

Test(target, all_members_in_order)
{
	const struct type *qstr = target_find_struct(newer, "qstr", false);
	const struct field *fields;
	uint32_t count;

	fields = target_list_fields(newer, qstr, &count);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(fields[0].name, "");
	cr_expect(fields[0].type->is_union);
	cr_expect_str_eq(fields[1].name, "name");
	cr_expect_eq(fields[1].offset, 8);
	cr_expect_eq(target_list_fields(newer, qstr, &count), fields);
}

Test(target, enums_and_their_constants)
{
	const struct type *state = target_find_enum(newer, "perf_event_state"), *found;
	const struct enumerator *constants;
	uint32_t count;
	int64_t value;

	cr_assert_not_null(state);
	cr_expect(state->is_signed);
	constants = target_list_enumerators(newer, state, &count);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(constants[0].name, "PERF_EVENT_STATE_DEAD");
	cr_expect_eq(constants[0].value, -4);
	cr_assert(target_find_constant(newer, "PIDTYPE_SID", &value, &found));
	cr_expect_eq(value, 3);
	cr_expect_eq(found, target_find_enum(newer, "pid_type"));
	cr_assert(target_find_constant(newer, "PERF_EVENT_STATE_OFF", &value, &found));
	cr_expect_eq(value, -1);
	cr_expect_not(target_find_constant(newer, "PIDTYPE_NONE", &value, &found));
	cr_expect_str_eq(fact_value(newer, "constant PIDTYPE_SID"), "3");
}

Test(target, definitions_in_c)
{
	struct buffer text = { 0 };

	target_print_definition(newer, target_find_struct(newer, "sockptr", false), &text);
	cr_expect_str_eq(text.data, "struct sockptr {\n\tunion {\n\t\tvoid *kernel;\n"
			 "\t\tvoid *user;\n\t};\n\tbool is_kernel : 1;\n};\n");
	buffer_clear(&text);
	target_print_definition(newer, target_find_enum(newer, "hrtimer_mode"), &text);
	cr_expect_str_eq(text.data, "enum hrtimer_mode {\n\tHRTIMER_MODE_ABS = 0,\n"
			 "\tHRTIMER_MODE_REL = 1,\n\tHRTIMER_MODE_PINNED = 2,\n};\n");
	buffer_release(&text);
}

static void append_name(void *context, const char *name)
{
	buffer_printf(context, "%s;", name);
}

Test(target, types_by_glob)
{
	struct buffer text = { 0 };

	target_match_types(newer, "struct mnt_*", append_name, &text);
	cr_expect_str_eq(text.data, "struct mnt_namespace;struct mnt_idmap;struct mnt_id_req;");
	buffer_clear(&text);
	target_match_types(newer, "enum pi*", append_name, &text);
	cr_expect_str_eq(text.data, "enum pid_type;enum pidfd_flags;enum pidfd_signal_flags;");
	buffer_release(&text);
}

Test(target, suggestions)
{
	struct suggest suggest;

	suggest_start(&suggest, "conm");
	target_suggest_field(newer, target_find_struct(newer, "task_struct", false), &suggest);
	cr_assert_not_null(suggest.best);
	cr_expect_str_eq(suggest.best, "comm");
	suggest_start(&suggest, "dentri");
	target_suggest_struct(newer, &suggest);
	cr_expect_str_eq(suggest.best, "dentry");
	suggest_start(&suggest, "vfs_unlnk");
	target_suggest_function(newer, NULL, &suggest);
	cr_expect_str_eq(suggest.best, "vfs_unlink");
	suggest_start(&suggest, "syscalls:sys_enter_opennat");
	target_suggest_tracepoint(newer, &suggest);
	cr_expect_str_eq(suggest.best, "syscalls:sys_enter_openat");
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
	cr_expect_str_eq(fact_value(newer, "btf:vfs_unlink"), prototype(unlink));
	cr_expect_null(target_find_function(newer, NULL, "vfs_unlnk"));
	cr_expect_null(target_find_function(newer, NULL, ""));
	cr_expect_str_eq(fact_value(newer, "btf:vfs_unlnk"), "absent");
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

static void append_pair(void *context, const char *group, const char *name)
{
	buffer_printf(context, "%s:%s;", group, name);
}

Test(target, raw_tracepoints_by_glob)
{
	struct buffer text = { 0 };

	target_match_raw_tracepoints(newer, "sched_*", append_pair, &text);
	cr_expect_str_eq(text.data, "vmlinux:sched_switch;vmlinux:sched_process_exec;");
	buffer_release(&text);
}

Test(target, functions_by_glob)
{
	struct buffer text = { 0 };

	target_match_functions(newer, NULL, "vfs_un*", append_pair, &text);
	cr_expect_str_eq(text.data, "vmlinux:vfs_unlink;");
	buffer_clear(&text);
	target_match_functions(newer, "ext4", NULL, append_pair, &text);
	cr_expect_str_eq(text.data, "ext4:ext4_unlink;");
	buffer_clear(&text);
	/* The older one has no available_filter_functions: its symbols answer. */
	target_match_functions(older, NULL, "*_i*", append_pair, &text);
	cr_expect_eq(text.length, 0, "do_int3 and labels are closed: %s", text.data);
	cr_expect_eq(target_match_functions(older, NULL, "*sh*", append_pair, &text), 1);
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
	target_match_tracepoints(newer, "sched", "sched_*", append_pair, &text);
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
	cr_expect_str_eq(fact_value(live, "feature:loop"), "7");
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

/* ---- other folders ---- */

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

Test(target, an_empty_folder_knows_nothing)
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
	target_match_functions(target, NULL, "*", append_pair, &text);
	target_match_tracepoints(target, NULL, NULL, append_pair, &text);
	target_match_raw_tracepoints(target, NULL, append_pair, &text);
	cr_expect_eq(text.length, 0);
	/* The system-call interface is known without any. */
	target_match_types(target, "struct open*", append_name, &text);
	cr_expect_str_eq(text.data, "struct open_how;");
	cr_expect(target_find_constant(target, "EPERM", &value, &type));
	suggest_start(&suggest, "vfs_unlink");
	target_suggest_function(target, NULL, &suggest);
	cr_expect_null(suggest.best);
	buffer_release(&text);
	target_close(target);
	remove_folder(folder);
}

Test(target, a_folder_that_does_not_exist)
{
	struct target *target = target_open(arena, &(struct target_source){
		.root = "/nonexistent", .tracefs_fd = -1, .kallsyms_fd = -1,
	});

	cr_expect_eq(target_btf_status(target), -ENOENT);
	cr_expect_eq(target_tracefs_status(target), -ENOENT);
	cr_expect_str_eq(target_root(target), "/nonexistent");
	target_close(target);
}

Test(target, damaged_files_are_refused_quietly)
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
Test(target, types_that_go_in_circles)
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

Test(target, modules_are_asked_after_the_kernel)
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
