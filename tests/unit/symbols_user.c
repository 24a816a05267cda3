/*
 * User symbols: this very process's functions.
 */
#include "runtime/symbols.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/target/demangle.h"

__attribute__((noinline)) int symbols_user_landmark(int number);

__attribute__((noinline)) int symbols_user_landmark(int number)
{
	return number * 3 + 1;
}

static void expect_landmark(struct user_symbols *symbols, pid_t pid)
{
	const char *name, *file;
	uint64_t distance;

	cr_assert(user_symbols_find(symbols, pid, (uintptr_t)symbols_user_landmark + 2, &name,
				    &file, &distance));
	cr_expect_str_eq(name, "symbols_user_landmark");
	cr_expect_eq(distance, 2);
	cr_expect(strstr(file, "symbols_user"), "%s", file);
}

Test(symbols_user, finds_a_function_of_a_program_and_of_a_library)
{
	struct user_symbols *symbols = user_symbols_open(true);
	const char *name, *file;
	uint64_t distance;

	cr_expect_eq(symbols_user_landmark(1), 4);
	expect_landmark(symbols, getpid());
	cr_assert(user_symbols_find(symbols, getpid(), (uintptr_t)&abort, &name, &file, &distance));
	cr_expect_str_eq(name, "abort");
	cr_expect_eq(distance, 0);
	cr_expect_not(user_symbols_find(symbols, getpid(), 5, &name, &file, &distance));
	cr_expect_not(user_symbols_find(symbols, 0, 5, &name, &file, &distance));
	user_symbols_close(symbols);
}

/* What the compiler of another language would call it. */
__attribute__((noinline)) int symbols_user_mangled(int number) __asm__("_ZN2ns8landmarkEi");

__attribute__((noinline)) int symbols_user_mangled(int number)
{
	return number * 5 + 1;
}

Test(symbols_user, names_of_other_languages_are_told_as_these_write_them)
{
	struct demangler demangler = { 0 };
	bool can_read = demangle_can(&demangler);

	demangle_close(&demangler);
	cr_expect_eq(symbols_user_mangled(1), 6);
	for (int demangles = 0; demangles < 2; demangles++) {
		struct user_symbols *symbols = user_symbols_open(demangles);
		const char *name, *file;
		uint64_t distance;

		/* The second time it is known. */
		for (int i = 0; i < 2; i++) {
			cr_assert(user_symbols_find(symbols, getpid(),
						    (uintptr_t)symbols_user_mangled, &name, &file,
						    &distance));
			cr_expect_str_eq(name, demangles && can_read ? "ns::landmark(int)" :
							 "_ZN2ns8landmarkEi");
		}
		user_symbols_close(symbols);
	}
}

Test(symbols_user, what_was_noted_outlives_the_process)
{
	struct user_symbols *symbols = user_symbols_open(true);
	int gate[2];
	pid_t pid;
	char byte;

	cr_assert_eq(pipe(gate), 0);
	pid = fork();
	if (pid == 0) {
		close(gate[1]);
		_exit((int)read(gate[0], &byte, 1));
	}
	close(gate[0]);
	user_symbols_note_process(symbols, pid);
	close(gate[1]);
	waitpid(pid, NULL, 0);
	expect_landmark(symbols, pid);
	user_symbols_close(symbols);
}

Test(symbols_user, many_processes_make_room_for_each_other)
{
	struct user_symbols *symbols = user_symbols_open(true);
	pid_t pid;

	for (pid = 100000; pid < 100200; pid++)
		user_symbols_note_process(symbols, pid);
	expect_landmark(symbols, getpid());
	user_symbols_close(symbols);
}
