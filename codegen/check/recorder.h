/*
 * Recorder: checking and planning of `let @r = recorder(N);`.
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;
struct map;
struct map_declaration;
struct map_record;
struct plan;
struct plan_map;

/* Does the declaration (which may be NULL) make its map a recorder? */
bool recorder_is_declared(const struct map_declaration *declaration);

/*
 * Checks `@r[k] = value`, whose place has been checked: the value becomes an event of
 * TARGET, which is kept instead of sent. Every such statement has its own values.
 */
void recorder_check_write(struct checker *checker, struct expr *target, struct expr *value);

/* Complains that records are not read by expressions. */
void recorder_report_read(struct checker *checker, struct expr *expr);

/* Fills in the kind of a recorder's own map; recorder_finish knows its size. */
void recorder_fill_map(const struct map *map, struct plan_map *plan);

/* After the maps are in the plan: adds the recorders and what they are kept in. */
void recorder_finish(struct checker *checker, struct plan *plan);
