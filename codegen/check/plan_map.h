/*
 * Plan map: which kind of BPF map holds a map of the program, and how.
 */
#pragma once

#include <stdint.h>

struct checker;
struct map;
struct plan;
struct plan_map;

/* Fills PLAN for the map or table; complains about what no map can hold. */
void plan_map_fill(struct checker *checker, const struct map *map, struct plan_map *plan);

/* Appends a map that is ktrace's own, under MAP's name, to the plan; its index. */
uint32_t plan_map_add(struct checker *checker, struct plan *plan, struct plan_map map);

/*
 * Makes the tables that the map's key needs, before maps are counted: long strings
 * on kernels whose keys are short.
 */
void plan_map_prepare(struct checker *checker, const struct map *map);
