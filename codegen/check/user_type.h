/*
 * User type: in probes on user programs, types and constants by the name that the
 * program itself has for them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct checker;
struct suggest;
struct type;
struct type_name;

/* The file that the probe at hand is in; NULL in other probes. */
const char *user_type_path(const struct checker *checker);

/* The program's struct, union, enum or typedef NAME, suffixes not looked at; or NULL. */
const struct type *user_type_find(struct checker *checker, const struct type_name *name);

/* A constant of one of the program's enums. */
bool user_type_find_constant(struct checker *checker, const char *name, int64_t *value,
			     const struct type **type);

/* Offers the names of the program's structs. */
void user_type_suggest(struct checker *checker, struct suggest *suggest);
