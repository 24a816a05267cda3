/*
 * Map record: the program's maps while it is checked, and ktrace's own tables.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct checker;
struct expr;
struct map_record;
struct type;

/* The map that an EXPR_MAP names, made at its first mention; fills map_ref. */
struct map_record *map_record_of(struct checker *checker, struct expr *expr);

/*
 * Checks @m or @m[k] as a place: the key's type, scalar or keyed. NULL after a
 * complaint. Does not set the expression's type.
 */
struct map_record *map_record_check_place(struct checker *checker, struct expr *expr);

/* Checks a key that is written elsewhere than in brackets: delete(@m, key). */
bool map_record_check_key(struct checker *checker, struct map_record *record, struct expr *key);

/* Checks @m or @m[k] as a value and gives the expression its type. */
void map_record_check_read(struct checker *checker, struct expr *expr);

/* Takes the write of VALUE to the place TARGET into account; gives TARGET its type. */
void map_record_check_write(struct checker *checker, struct expr *target, struct expr *value);

/* For a use of the whole map that needs keys (for, has_key): complains if it is a scalar. */
bool map_record_needs_keys(struct checker *checker, struct expr *expr, const char *what);

/* Adopts what the round found out; true when a type changed. */
bool map_record_end_round(struct checker *checker);

/* Forgets what was found out so far, for bodies that were only tried. */
void map_record_forget(struct checker *checker);

/* Notes that the program speaks of the map EXPR where it is not for this kernel. */
void map_record_note_left_out(struct checker *checker, const struct expr *expr);

/* After the last round: complains about maps that never get a value. */
void map_record_finish(struct checker *checker);

/* The table that interns stacks of this type (TYPE_STACK); made when first asked for. */
struct map_record *map_record_stack_table(struct checker *checker, const struct type *stack);

/* The table that interns strings of this type for keys that are too long. */
struct map_record *map_record_string_table(struct checker *checker, const struct type *string);
