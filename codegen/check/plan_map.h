/*
 * Plan map: which kind of BPF map holds a map of the program, and how.
 */
#pragma once

struct checker;
struct map;
struct plan_map;

/* Fills PLAN for the map or table; complains about what no map can hold. */
void plan_map_fill(struct checker *checker, const struct map *map, struct plan_map *plan);

/*
 * Makes the tables that the map's key needs, before maps are counted: long strings
 * on kernels whose keys are short.
 */
void plan_map_prepare(struct checker *checker, const struct map *map);
