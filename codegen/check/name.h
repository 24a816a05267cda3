/*
 * Name: bare words and positional parameters, as builtins' check hooks need them.
 */
#pragma once

struct argument;
struct checker;
struct expr;

/* Notes that the body asks its probe for NAME, which is ARGUMENT there (NULL: not to be had). */
void name_note_use(struct checker *checker, const char *name, const struct argument *argument);

/* Complains about an unknown name (WHAT: "function", "name") and suggests the nearest builtin. */
void name_report_unknown(struct checker *checker, struct expr *expr, const char *name,
			 const char *what);

/* The text given for $N; NULL when none was. */
const char *name_positional_text(struct checker *checker, const struct expr *expr);
