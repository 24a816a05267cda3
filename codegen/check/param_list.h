/*
 * Param list: from the items of a default or of the command line to a value or a set.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct diag_set;
struct param_item;
struct param_record;
struct target;

struct param_list {
	struct arena *arena;
	struct diag_set *diags;
	struct target *target;
	struct param_record *record;
	bool is_given;			/* on the command line, not by the declaration */
	bool asks_system;		/* set: what was read may mean something else tomorrow */
};

/* Reads ITEMS into the record; what is wrong is reported at its place. */
void param_list_read(struct param_list *list, const struct param_item *items);
