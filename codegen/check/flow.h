/*
 * Flow: what can be reached after a statement.
 */
#pragma once

#include <stdbool.h>

struct builtin_library;
struct stmt;

/* Nothing after STMT in its block runs. */
bool flow_ends(const struct builtin_library *library, const struct stmt *stmt);

/* Whatever follows LIST is never come to. */
bool flow_list_ends(const struct builtin_library *library, const struct stmt *list);

/* A statement of LIST before STMT ends the block already. */
bool flow_ends_before(const struct builtin_library *library, const struct stmt *list,
		      const struct stmt *stmt);

/* The body of a loop has a way out: break, return or an ending call. */
bool flow_leaves_loop(const struct stmt *body);
