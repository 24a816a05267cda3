/*
 * REPL map: maps that several programs at the prompt have in common, by their names.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct plan;
struct plan_map;
struct repl;
struct repl_program;

/*
 * Can PROGRAM, compiled and not yet loaded, have the maps it names together with the others?
 * When it cannot, the sentence has been said.
 */
bool repl_map_check(const struct repl_program *program, const struct plan *plan);

/* For load_sharing: CONTEXT is the program that is being loaded. */
int repl_map_find_shared(void *context, const struct plan *plan, uint32_t index);

/* After loading: a map that was there keeps what counts of it. */
void repl_map_adopt_generations(struct repl_program *program);

/* For events.cleared: CONTEXT is the program that cleared the map. */
void repl_map_note_cleared(void *context, uint32_t map, uint64_t generation);

/* The program that has the map NAME ("@x"), and the map's index in its plan; NULL if none has. */
struct repl_program *repl_map_find(struct repl *repl, const char *name, uint32_t *index);

/* Is MAP one that the user made? */
bool repl_map_is_users(const struct plan_map *map);

/* Does TEXT mention the map NAME ("@x")? */
bool repl_map_is_mentioned(const char *text, const char *name);
