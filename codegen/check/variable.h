/*
 * Variable: scratch variables ($x) and the scopes that they are seen in.
 */
#pragma once

#include <stdbool.h>

#include "lexer/text.h"

struct checker;
struct expr;
struct program_record;
struct scope_name;
struct stmt;
struct type;
struct variable;
struct variable_record;

/* Enters a block; hand the result to variable_leave_scope. */
struct scope_name *variable_enter_scope(struct checker *checker);
void variable_leave_scope(struct checker *checker, struct scope_name *outer);

/* The visible variable of that name, or NULL. */
struct variable_record *variable_find(const struct checker *checker, const char *name);

/*
 * Makes NAME visible from here to the end of the block; a name that an enclosing
 * block has is complained about at SPAN.
 */
struct variable_record *variable_declare(struct checker *checker, const char *name,
					 struct span span);

/* False, after a complaint at TARGET, for the variable that a loop over an iterator sets. */
bool variable_is_settable(struct checker *checker, const struct variable_record *record,
			  struct expr *target);

/* Checks a read of a variable. */
void variable_check_read(struct checker *checker, struct expr *expr);

/* Checks `$x = value`, which declares $x where it is new; fills the target. */
void variable_check_write(struct checker *checker, struct expr *target, struct expr *value);

/* Makes a variable visible that was declared elsewhere. */
void variable_show(struct checker *checker, struct variable_record *record);

/* RECORD holds values of the type DECLARED, which stands at SPAN. */
void variable_set_type(struct checker *checker, struct variable_record *record,
		       const struct type *declared, struct span span);

/* Takes a value given to RECORD into account, with a complaint when it does not fit. */
void variable_give(struct checker *checker, struct variable_record *record, struct expr *value);

/* Adopts what the round found out; true when a type changed. */
bool variable_end_round(struct program_record *program);
