/*
 * List: what -l prints for the fixture kernels.
 */
#include "runtime/list.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "tests/unit/fixture.h"

/* What list_probes prints, from ARENA. */
static const char *list(struct arena *arena, const char *kernel, const char *pattern, const struct list_options *options)
{
	struct target *target = fixture_open(arena, kernel);
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	const char *copy;

	cr_expect_eq(list_probes(target, pattern, options, out), 0);
	fclose(out);
	copy = arena_copy_string(arena, text);
	free(text);
	target_close(target);
	return copy;
}

static void expect_json(const char *pattern, bool verbose, const char *expected)
{
	const struct list_options options = { .verbose = verbose, .is_json = true };
	struct arena *arena = arena_new();

	cr_expect_str_eq(list(arena, "v6.12-like", pattern, &options), expected);
	arena_free(arena);
}

static void expect_list(const char *kernel, const char *pattern, bool verbose,
			const char *expected)
{
	const struct list_options options = { .verbose = verbose };
	struct arena *arena = arena_new();

	cr_expect_str_eq(list(arena, kernel, pattern, &options), expected);
	arena_free(arena);
}

Test(list, providers_aliases_and_globs)
{
	expect_list("v6.12-like", "kprobe:vfs_un*", false, "kprobe:vfs_unlink\n");
	expect_list("v6.12-like", "k:vfs_un*, kr:vfs_un*", false,
		    "kprobe:vfs_unlink\nkretprobe:vfs_unlink\n");
	expect_list("v6.12-like", "f*:vfs_un*", false,
		    "fentry:vmlinux:vfs_unlink\nfexit:vmlinux:vfs_unlink\n"
		    "func:vfs_unlink\nfuncret:vfs_unlink\n");
	expect_list("fentry-only", "func:vfs_o*", false, "func:vmlinux:vfs_open\n");
	expect_list("v6.12-like", "t:sched:*", false,
		    "tracepoint:sched:sched_process_exec\ntracepoint:sched:sched_switch\n");
	expect_list("v6.12-like", "kprobe:ext4:*", false, "kprobe:ext4:ext4_unlink\n");
	expect_list("v6.12-like", "rt:sched_s*", false, "rawtracepoint:vmlinux:sched_switch\n");
	expect_list("v6.12-like", "interval:*s", false,
		    "interval:ms:\ninterval:s:\ninterval:us:\n");
	expect_list("v6.12-like", "kprobe:no_such*", false, "");
	expect_list("v6.12-like", "nosuch:vfs_*", false, "");
}

Test(list, a_word_is_looked_for_everywhere)
{
	expect_list("v6.12-like", "sched_switch", false,
		    "rawtracepoint:vmlinux:sched_switch\ntracepoint:sched:sched_switch\n");
	expect_list("v6.12-like", "vfs_read", false, "fentry:vmlinux:vfs_read\nkprobe:vfs_read\n");
}

/* A function without a prototype has no trampoline; a clone's is not the source's. */
Test(list, trampolines_need_prototypes)
{
	expect_list("v6.12-like", "*task_sw*", false, "kprobe:finish_task_switch.isra.0\n");
	/* Nor can a name be probed that two functions have. */
	expect_list("v6.12-like", "shared_name", false, "");
}

Test(list, arguments_with_their_types)
{
	expect_list("v6.12-like", "k:vfs_unlink", true,
		    "kprobe:vfs_unlink\n"
		    "    struct mnt_idmap * idmap\n"
		    "    struct inode * dir\n"
		    "    struct dentry * dentry\n"
		    "    struct inode ** delegated_inode\n");
	expect_list("v6.12-like", "fr:vfs_open,f:schedule", true,
		    "fexit:vmlinux:vfs_open\n"
		    "    const struct path * path\n"
		    "    struct file * file\n"
		    "    int retval\n"
		    "fentry:vmlinux:schedule\n");
	expect_list("v6.12-like", "kr:vfs_read", true,
		    "kretprobe:vfs_read\n    ssize_t retval\n");
	expect_list("v5.10-like", "rt:sched_switch", true,
		    "rawtracepoint:vmlinux:sched_switch\n"
		    "    bool preempt\n"
		    "    struct task_struct * prev\n"
		    "    struct task_struct * next\n");
	expect_list("v6.12-like", "k:_printk", true,
		    "kprobe:_printk\n    const char * fmt\n    ...\n");
}

Test(list, records_with_their_types)
{
	expect_list("v6.12-like", "t:sched:sched_process_exec", true,
		    "tracepoint:sched:sched_process_exec\n"
		    "    __data_loc char[] filename\n"
		    "    pid_t pid\n"
		    "    pid_t old_pid\n");
	expect_list("v6.12-like", "t:raw_syscalls:*", true,
		    "tracepoint:raw_syscalls:sys_enter\n"
		    "    long id\n"
		    "    unsigned long args[6]\n");
}

Test(list, types_and_their_definitions)
{
	expect_list("v6.12-like", "struct mnt*", false,
		    "struct mnt_id_req\nstruct mnt_idmap\nstruct mnt_namespace\n");
	expect_list("v6.12-like", "struct open_how", true,
		    "abi: struct open_how {\n\tenum open_flags flags;\n"
		    "\tenum file_mode mode;\n\tenum resolve_flags resolve;\n};\n\n");
	expect_list("v6.12-like", "enum hrtimer_mode,struct ns_common", true,
		    "vmlinux: enum hrtimer_mode {\n\tHRTIMER_MODE_ABS = 0,\n"
		    "\tHRTIMER_MODE_REL = 1,\n\tHRTIMER_MODE_PINNED = 2,\n};\n\n"
		    "vmlinux: struct ns_common {\n\tunsigned int inum;\n};\n\n");
}

Test(list, regular_expressions)
{
	expect_list("v6.12-like", "k:/^vfs_(unlink|open)$/", false,
		    "kprobe:vfs_open\nkprobe:vfs_unlink\n");
	expect_list("v6.12-like", "struct /^mnt_id/", false,
		    "struct mnt_id_req\nstruct mnt_idmap\n");
	expect_list("v6.12-like", "struct /^struct/", false, "");
}

static void expect_nearest(const char *pattern, const char *expected)
{
	struct arena *arena = arena_new();
	struct target *target = fixture_open(arena, "v6.12-like");

	cr_expect_str_eq(list_suggest(arena, target, pattern) ?: "none", expected);
	target_close(target);
	arena_free(arena);
}

Test(list, what_was_meant)
{
	expect_nearest("struct ns_comon", "struct ns_common");
	expect_nearest("kprobe:vfs_unlnik", "kprobe:vfs_unlink");
	expect_nearest("t:sched:sched_swich", "t:sched:sched_switch");
	expect_nearest("kprobe:nothing_like_it_at_all", "none");
	expect_nearest("kprobe:vfs_unlnik*", "none");
}

Test(list, objects)
{
	expect_json("kprobe:vfs_unlink,t:sched:sched_switch", false,
		    "{\"type\": \"probe\", \"probe\": \"kprobe:vfs_unlink\", "
		    "\"provider\": \"kprobe\", \"name\": \"vfs_unlink\"}\n"
		    "{\"type\": \"probe\", \"probe\": \"tracepoint:sched:sched_switch\", "
		    "\"provider\": \"tracepoint\", \"category\": \"sched\", "
		    "\"name\": \"sched_switch\"}\n");
	expect_json("fr:vfs_open", true,
		    "{\"type\": \"probe\", \"probe\": \"fexit:vmlinux:vfs_open\", "
		    "\"provider\": \"fexit\", \"module\": \"vmlinux\", \"name\": \"vfs_open\", "
		    "\"arguments\": [{\"name\": \"path\", \"type\": \"const struct path *\"}, "
		    "{\"name\": \"file\", \"type\": \"struct file *\"}], \"result\": \"int\"}\n");
	expect_json("struct ns_common,enum hrtimer_mode", true,
		    "{\"type\": \"struct\", \"name\": \"ns_common\", \"from\": \"vmlinux\", "
		    "\"size\": 4, \"members\": [{\"name\": \"inum\", \"type\": \"uint32\", "
		    "\"offset\": 0, \"size\": 4}]}\n"
		    "{\"type\": \"enum\", \"name\": \"hrtimer_mode\", \"from\": \"vmlinux\", "
		    "\"size\": 4, \"constants\": [{\"name\": \"HRTIMER_MODE_ABS\", \"value\": 0}, "
		    "{\"name\": \"HRTIMER_MODE_REL\", \"value\": 1}, "
		    "{\"name\": \"HRTIMER_MODE_PINNED\", \"value\": 2}]}\n");
}

Test(list, without_a_pattern_all_of_the_kernels)
{
	const struct list_options options = { .verbose = false };
	struct arena *arena = arena_new();
	const char *text = list(arena, "v5.10-like", NULL, &options);

	cr_expect_not_null(strstr(text, "\nkprobe:fsnotify_add_event\n"));
	cr_expect_not_null(strstr(text, "\ntracepoint:syscalls:sys_enter_openat\n"));
	cr_expect_not_null(strstr(text, "\nrawtracepoint:vmlinux:sys_enter\n"));
	cr_expect_not_null(strstr(text, "\nfentry:vmlinux:vfs_unlink\n"));
	cr_expect_null(strstr(text, "do_int3"));
	cr_expect_null(strstr(text, "uprobe:"));
	cr_expect_null(strstr(text, "_text_start"));
	arena_free(arena);
}

__attribute__((noinline)) int list_landmark(int number);

__attribute__((noinline)) int list_landmark(int number)
{
	return number + 1;
}

Test(list, functions_of_programs)
{
	struct arena *arena = arena_new();
	struct target *target = fixture_open(arena, "v6.12-like");
	const struct list_options options = { .verbose = false };
	FILE *out = fopen("/dev/null", "w");

	cr_expect_eq(list_landmark(1), 2);
	expect_list("v6.12-like", "uprobe:/proc/self/exe:list_landm*", false,
		    "uprobe:/proc/self/exe:list_landmark\n");
	expect_list("v6.12-like", "ur:/proc/self/ex?:list_landmark", true,
		    "uretprobe:/proc/self/exe:list_landmark\n    int retval\n");
	expect_list("v6.12-like", "u:/proc/self/exe:list_landmark", true,
		    "uprobe:/proc/self/exe:list_landmark\n    int number\n");
	cr_expect_eq(list_probes(target, "uprobe:/nonexistent:f", &options, out), -ENOENT);
	cr_expect_eq(list_probes(target, "uprobe:/etc/passwd:f", &options, out), -ENOEXEC);
	fclose(out);
	target_close(target);
	arena_free(arena);
}
