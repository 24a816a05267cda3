/*
 * Library: the list of all groups of builtins.
 */
#include "stdlib/library.h"

#include <stddef.h>

static const struct builtin *const groups[] = {
	stdlib_context,
	stdlib_symbol,
	stdlib_string,
	stdlib_form,
	stdlib_output,
	stdlib_action,
	stdlib_map,
	stdlib_aggregate,
	NULL,
};

static const struct builtin_library library = { groups, stdlib_kfuncs, stdlib_functions };

const struct builtin_library *stdlib_library(void)
{
	return &library;
}
