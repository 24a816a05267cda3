/*
 * The table of system calls, against the numbers that the machine's headers have, and
 * by itself.
 */
#include "codegen/target/syscall.h"

#include <asm/unistd.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "codegen/target/abi.h"
#include "codegen/target/syscall_class.h"
#include "codegen/target/syscall_content.h"
#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"
#include "tests/unit/fixture.h"

#define STRING(text) #text
#define EXPANDED(text) STRING(text)

/* What the preprocessor makes of the header's name: that name where there is none. */
#define SYSCALL(name, x86_64, arm64, i386, prototype) { #name, EXPANDED(__NR_##name) },
static const struct {
	const char *name;
	const char *number;
} headers[] = {
#include "codegen/target/syscall.def"
};
#undef SYSCALL

static struct arena *arena;
static struct target *target;

static void setup(void)
{
	arena = arena_new();
	target = fixture_open(arena, "calls");
}

static void teardown(void)
{
	target_close(target);
	arena_free(arena);
}

TestSuite(syscall, .init = setup, .fini = teardown);

Test(syscall, numbers_are_those_of_the_headers)
{
	const struct system_call *call;
	unsigned checked = 0;
	char number[16];
	size_t index;

	for (index = 0; index < sizeof(headers) / sizeof(headers[0]); index++) {
		call = syscall_find(target, headers[index].name);
		if (headers[index].number[0] == '_')
			continue;
		cr_assert(call, "%s is not in the table", headers[index].name);
		snprintf(number, sizeof(number), "%d", call->number);
		cr_expect_str_eq(number, headers[index].number, "%s is %s, not %d",
				 headers[index].name, headers[index].number, call->number);
		checked++;
	}
	cr_expect_geq(checked, 280, "only %u were checked", checked);
}

static void check_row(void *context, const struct system_call *call)
{
	unsigned *count = context;
	uint32_t index;

	++*count;
	cr_expect_leq(call->prototype->parameter_count, 6, "%s", call->name);
	for (index = 0; index < call->prototype->parameter_count; index++) {
		const struct parameter *parameter = &call->prototype->parameters[index];
		struct syscall_place place;

		cr_expect(*parameter->name, "%s has a parameter without a name", call->name);
		cr_expect_neq(parameter->type->kind, TYPE_VOID, "%s.%s", call->name,
			      parameter->name);
		cr_expect(syscall_find_place(target, call, parameter->name, &place), "%s.%s", call->name,
			  parameter->name);
	}
}

Test(syscall, every_row_is_readable)
{
	unsigned count = 0;

	syscall_match(target, "*", check_row, &count);
	cr_expect_geq(count, 340);
}

/* As many parameters as the row's text has commas, so none was given up on. */
#define SYSCALL(name, x86_64, arm64, i386, prototype) { #name, x86_64, arm64, prototype },
static const struct {
	const char *name;
	int x86_64, arm64;
	const char *prototype;
} rows[] = {
#define NONE -1
#include "codegen/target/syscall.def"
};
#undef SYSCALL

Test(syscall, no_parameter_is_lost)
{
	bool is_x86 = !strcmp(abi_native()->machine, "x86_64");
	size_t index;

	for (index = 0; index < sizeof(rows) / sizeof(rows[0]); index++) {
		const char *at = strchr(rows[index].prototype, '(') + 1;
		uint32_t count = *at != ')';

		if ((is_x86 ? rows[index].x86_64 : rows[index].arm64) < 0)
			continue;
		for (; *at; at++)
			count += *at == ',';
		cr_expect_eq(syscall_find(target, rows[index].name)->prototype->parameter_count,
			     count, "%s", rows[index].prototype);
	}
}

Test(syscall, types_are_those_of_user_programs)
{
	const struct system_call *call = syscall_find(target, "openat2");
	struct syscall_place place;

	cr_assert(call);
	cr_assert(syscall_find_place(target, call, "filename", &place));
	cr_expect_eq(place.index, 1);
	cr_expect_eq(place.type->kind, TYPE_POINTER);
	cr_expect_eq(place.type->space, SPACE_USER);
	cr_expect(place.type->is_text);
	cr_assert(syscall_find_place(target, call, "how", &place));
	cr_expect_str_eq(place.type->target->name, "open_how");
	cr_expect_null(place.type->compat);
	cr_expect_not(syscall_find_place(target, call, "flags", &place));
	call = syscall_find(target, "write");
	cr_assert(syscall_find_place(target, call, "buf", &place));
	cr_expect_not(place.type->is_text);
}

#ifdef __x86_64__
Test(syscall, thirty_two_bit_programs_have_numbers_and_places_of_their_own)
{
	const struct system_call *call = syscall_find(target, "pread64");
	struct syscall_place place;

	cr_expect_eq(call->compat_number, 180);
	cr_assert(syscall_find_place(target, call, "pos", &place));
	cr_expect_eq(place.compat_index, 3);
	cr_expect(place.is_compat_wide);
	call = syscall_find(target, "fadvise64");
	cr_assert(syscall_find_place(target, call, "advice", &place));
	cr_expect_eq(place.index, 3);
	cr_expect_eq(place.compat_index, 4);
	call = syscall_find(target, "clone");
	cr_expect_eq(call->number, 56);
	cr_expect_eq(call->compat_number, 120);
	cr_assert(syscall_find_place(target, call, "tls", &place));
	cr_expect_eq(place.index, 4);
	cr_expect_eq(place.compat_index, 3);
	call = syscall_find(target, "nanosleep");
	cr_assert(syscall_find_place(target, call, "rqtp", &place));
	cr_expect_str_eq(place.type->target->name, "__kernel_timespec");
	cr_assert(place.type->compat);
	cr_expect_str_eq(place.type->compat->name, "old_timespec32");
	call = syscall_find(target, "lseek");
	cr_assert(syscall_find_place(target, call, "offset", &place));
	cr_expect(place.is_compat_narrow);
	cr_expect_not(place.is_compat_wide);
	call = syscall_find(target, "mmap");
	cr_expect_eq(call->compat_number, 90);
	cr_assert(syscall_find_place(target, call, "addr", &place));
	cr_expect_eq(place.compat_index, -1);
	call = syscall_find(target, "mmap2");
	cr_expect_eq(call->number, -1);
	cr_expect_eq(call->compat_number, 192);
	cr_assert(syscall_find_place(target, call, "pgoff", &place));
	cr_expect_eq(place.index, -1);
	cr_expect_eq(place.compat_index, 5);
	cr_expect_eq(syscall_find(target, "arch_prctl")->compat_number, 384);
	cr_expect_eq(syscall_find(target, "rt_sigaction")->compat_number, 174);
}
#endif

Test(syscall, a_call_that_was_left_out_is_known)
{
	cr_expect(syscall_is_present(target, syscall_find(target, "openat2")));
	cr_expect_not(syscall_is_present(target, syscall_find(target, "kexec_load")));
	cr_expect_not(syscall_is_present(target, syscall_find(target, "statmount")));
	cr_expect_null(syscall_find(target, "frobnicate"));
	cr_expect_null(syscall_find(target, "newstat"));
	cr_expect(syscall_has_function("newstat"));
}

Test(syscall, the_kernels_own_list_of_parameters)
{
	const struct function *list = syscall_find_kernel_prototype(target, "frobnicate");

	cr_assert(list);
	cr_expect_eq(list->parameter_count, 3);
	cr_expect_str_eq(list->parameters[1].name, "path");
	cr_expect_null(syscall_find_kernel_prototype(target, "write"));
}

Test(syscall, suggestions)
{
	struct suggest suggest;

	suggest_start(&suggest, "opennat2");
	syscall_suggest(&suggest);
	cr_expect_str_eq(suggest.best, "openat2");
}

Test(syscall, classes_hold_calls_of_the_table)
{
	unsigned class, counted = 0;
	const char *at;

	for (class = 0; (at = syscall_class_calls(class)); class++) {
		while (*at) {
			size_t length = strcspn(at, " ");
			char name[64];
			size_t index;

			snprintf(name, sizeof(name), "%.*s", (int)length, at);
			for (index = 0; index < sizeof(rows) / sizeof(rows[0]); index++)
				if (!strcmp(rows[index].name, name))
					break;
			cr_expect_lt(index, sizeof(rows) / sizeof(rows[0]), "%s", name);
			cr_expect_null(strstr(at + length, arena_printf(arena, " %s ", name)),
				       "%s stands twice", name);
			at += length + (at[length] == ' ');
			counted++;
		}
	}
	cr_expect_gt(counted, 200);
}

static void count_call(void *context, const struct system_call *call)
{
	cr_expect_geq(call->number, 0, "%s", call->name);
	++*(unsigned *)context;
}

Test(syscall, classes_are_told_from_calls)
{
	unsigned count = 0;

	cr_expect(syscall_class_visit(target, "net", count_call, &count));
	cr_expect_gt(count, 15);
	cr_expect_not(syscall_class_visit(target, "openat", count_call, &count));
}

/* The parameter of that name of a call; NULL when it has none. */
static const struct syscall_parameter *find_parameter(const char *call, const char *name,
						      bool is_compat)
{
	const struct system_call *found = syscall_find(target, call);
	const struct syscall_parameter *parameters;
	uint32_t count, index;

	if (!found)
		return NULL;
	parameters = syscall_list_parameters(target, found, is_compat, &count);
	for (index = 0; index < count; index++)
		if (!strcmp(parameters[index].name, name))
			return &parameters[index];
	return NULL;
}

/* What a row names is there: the calls, in each a pointer of that name, and what counts. */
static void check_content(void *context, const char *calls, const char *name, const char *count)
{
	const struct syscall_parameter *parameter;
	unsigned *checked = context, known = 0;
	char copy[256], *call;

	++*checked;
	snprintf(copy, sizeof(copy), "%s", calls);
	for (call = strtok(copy, " "); call; call = strtok(NULL, " ")) {
		bool is_compat;

		if (!syscall_find(target, call))
			continue;
		known++;
		is_compat = syscall_find(target, call)->number < 0;
		parameter = find_parameter(call, name, is_compat);
		cr_assert(parameter, "%s has no parameter %s", call, name);
		cr_expect_eq(parameter->type->kind, TYPE_POINTER, "%s of %s", name, call);
		if (*count && strcmp(count, "return") && (*count < '0' || *count > '9'))
			cr_expect(find_parameter(call, count + (*count == '*'), is_compat),
				  "%s has no %s", call, count);
	}
	cr_expect(known, "no call of \"%s\" is there", calls);
}

Test(syscall, contents_are_of_pointers_that_calls_have)
{
	unsigned checked = 0;

	syscall_visit_contents(check_content, &checked);
	cr_expect_geq(checked, 100);
}

Test(syscall, what_pointers_lead_to_and_when)
{
	static const struct {
		const char *call, *parameter;
		bool is_compat;
		enum content_moment moment;
		enum content_shape shape;
	} cases[] = {
		{ "openat", "filename", false, CONTENT_READ, CONTENT_TEXT },
		{ "openat", "dfd", false, CONTENT_NEVER, CONTENT_VALUES },
		{ "execve", "argv", false, CONTENT_READ, CONTENT_TEXTS },
		{ "execve", "argv", true, CONTENT_READ, CONTENT_TEXTS },
		{ "execve", "envp", false, CONTENT_NEVER, CONTENT_VALUES },
		{ "read", "buf", false, CONTENT_WRITTEN, CONTENT_DATA },
		{ "newfstatat", "statbuf", false, CONTENT_WRITTEN, CONTENT_VALUES },
		{ "clock_nanosleep", "rqtp", false, CONTENT_READ, CONTENT_VALUES },
		{ "poll", "ufds", true, CONTENT_BOTH, CONTENT_VALUES },
		{ "getrusage", "ru", false, CONTENT_WRITTEN, CONTENT_VALUES },
		{ "getrusage", "ru", true, CONTENT_WRITTEN, CONTENT_VALUES },
		{ "ppoll_time64", "ufds", true, CONTENT_BOTH, CONTENT_VALUES },
		{ "writev", "vec", true, CONTENT_READ, CONTENT_VECTOR },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct syscall_parameter *parameter =
			find_parameter(cases[i].call, cases[i].parameter, cases[i].is_compat);
		struct syscall_content content;

		if (cases[i].is_compat && !abi_native()->has_compat)
			continue;
		cr_assert(parameter, "%s of %s", cases[i].parameter, cases[i].call);
		content = syscall_find_content(cases[i].call, parameter);
		cr_expect_eq(content.moment, cases[i].moment, "%s of %s", cases[i].parameter,
			     cases[i].call);
		cr_expect_eq(content.shape, cases[i].shape, "%s of %s", cases[i].parameter,
			     cases[i].call);
	}
}
