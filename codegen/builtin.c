/*
 * Builtin: finding the row of a name.
 */
#include "codegen/builtin.h"

#include <ctype.h>
#include <string.h>

/* A row whose name ends with N stands for the names with a number there: argN is arg0 to arg99. */
static bool builtin_has_name(const struct builtin *row, const char *name)
{
	size_t length = strlen(row->name);

	if (!strcmp(row->name, name))
		return row->name[length - 1] != 'N';
	if (row->name[length - 1] != 'N' || strncmp(row->name, name, length - 1) ||
	    !isdigit((unsigned char)name[length - 1]))
		return false;
	/* arg01 is a name of its own. */
	return !name[length] || (name[length - 1] != '0' &&
				 isdigit((unsigned char)name[length]) && !name[length + 1]);
}

const struct builtin *builtin_find(const struct builtin_library *library, const char *name)
{
	const struct builtin *const *group;
	const struct builtin *row;

	for (group = library->groups; *group; group++)
		for (row = *group; row->name; row++)
			if (builtin_has_name(row, name))
				return row;
	return NULL;
}
