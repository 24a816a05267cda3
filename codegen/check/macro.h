/*
 * Macro: what a program's macros stand for is put in their places, in the checker's copy of
 * the tree, before anything else looks at it.
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;
struct stmt;

/* Complains about declarations that no use can make right. */
void macro_check_declarations(struct checker *checker);

/* Whether a macro is called NAME, fit for the use or not. */
bool macro_is_name(const struct checker *checker, const char *name);

/* Expands all uses in the statements of LIST, or in the expression at PLACE. */
void macro_expand_list(struct checker *checker, struct stmt *list);
void macro_expand_expr(struct checker *checker, struct expr **place);
