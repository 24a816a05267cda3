/*
 * The kernel's lists of CPUs.
 */
#include "runtime/cpu_list.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct seen {
	char text[128];
	int most;
};

static bool visit(void *context, int cpu)
{
	struct seen *seen = context;

	snprintf(seen->text + strlen(seen->text), sizeof(seen->text) - strlen(seen->text), "%d ",
		 cpu);
	return --seen->most;
}

static void expect(const char *list, int most, int answer, const char *text)
{
	struct seen seen = { .most = most };

	cr_expect_eq(cpu_list_visit(list, visit, &seen), answer, "%s", list);
	cr_expect_str_eq(seen.text, text, "%s", list);
}

Test(cpu_list, lists)
{
	expect("0\n", 100, 0, "0 ");
	expect("0-3\n", 100, 0, "0 1 2 3 ");
	expect("0-1,4,6-7", 100, 0, "0 1 4 6 7 ");
	expect("3-9", 2, 0, "3 4 ");
	expect("2,5-6", 1, 0, "2 ");
	expect("", 100, 0, "");
	expect("\n", 100, 0, "");
}

Test(cpu_list, what_is_no_list)
{
	expect("x", 100, -EINVAL, "");
	expect("1-", 100, -EINVAL, "");
	expect("3-1", 100, -EINVAL, "");
	expect("0;1", 100, -EINVAL, "0 ");
	expect("99999999", 100, -EINVAL, "");
}

Test(cpu_list, this_machine)
{
	struct seen seen = { .most = 1 };

	cr_expect_eq(cpu_list_visit_online(visit, &seen), 0);
	cr_expect_neq(seen.text[0], '\0');
}
