/*
 * Kfunc list: what --kfuncs prints for the fixture kernels.
 */
#include "runtime/kfunc_list.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/kfunc_library.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "stdlib/library.h"
#include "tests/unit/fixture.h"

static struct arena *arena;
static struct buffer out;

static void set_up(void)
{
	arena = arena_new();
}

static void tear_down(void)
{
	buffer_release(&out);
	arena_free(arena);
}

TestSuite(kfunc_list, .init = set_up, .fini = tear_down);

static unsigned list(const char *kernel, const char *pattern, bool is_json)
{
	struct target *target = fixture_open(arena, kernel);
	unsigned count = kfunc_list_print(arena, target, stdlib_kfuncs, pattern, is_json, &out);

	target_close(target);
	return count;
}

Test(kfunc_list, all_that_is_known_of_one)
{
	cr_expect_eq(list("v6.6-like", "bpf_task_acquire", false), 1);
	cr_expect_str_eq(out.data,
		"bpf_task_acquire\n"
		"  prototype  struct task_struct *bpf_task_acquire(struct task_struct *p)\n"
		"  flags      KF_ACQUIRE | KF_RCU | KF_RET_NULL\n"
		"  since      Linux 6.2\n"
		"  sleeps     no\n"
		"  probes     rawtracepoint, tracepoint that reads no field, fentry, fexit, "
		"kprobe and kretprobe by these\n"
		"  does       another reference to a task that is held or protected\n");
}

Test(kfunc_list, json_is_one_object_each)
{
	cr_expect_eq(list("v6.18-like", "bpf_str*", true), 2);
	cr_expect_str_eq(out.data,
		"{\"type\": \"kfunc\", \"name\": \"bpf_strcmp\", \"prototype\": "
		"\"int bpf_strcmp(const char *s1__ign, const char *s2__ign)\", "
		"\"flags\": \"none\", \"since\": \"6.17\", \"sleeps\": \"no\", "
		"\"probes\": \"all\", \"does\": "
		"\"compares two strings: 0, or the sign of the difference\"}\n"
		"{\"type\": \"kfunc\", \"name\": \"bpf_strlen\", \"prototype\": "
		"\"int bpf_strlen(const char *s__ign)\", "
		"\"flags\": \"none\", \"since\": \"6.17\", \"sleeps\": \"no\", "
		"\"probes\": \"all\", \"does\": \"the length of a string\"}\n");
}

Test(kfunc_list, what_the_kernel_lacks_is_not_there)
{
	cr_expect_eq(list("v6.6-like", "bpf_task_from_vpid", false), 0);
	cr_expect_eq(list("v5.10-like", NULL, false), 0);
}

Test(kfunc_list, every_row_of_the_library_is_whole)
{
	const char *at = stdlib_kfuncs;
	struct kfunc_library_row row, same;
	unsigned count = 0;

	for (; kfunc_library_next(arena, &at, &row); count++) {
		cr_expect(row.since[0] >= '5' && row.since[1] == '.', "%s: %s", row.name, row.since);
		cr_expect(*row.doc, "%s", row.name);
		cr_expect(!*row.flags || !strncmp(row.flags, "KF_", 3), "%s: %s", row.name,
			  row.flags);
		cr_assert(kfunc_library_find(arena, stdlib_kfuncs, row.name, &same));
		cr_expect_str_eq(same.declaration, row.declaration);
	}
	cr_expect_gt(count, 30);
}
