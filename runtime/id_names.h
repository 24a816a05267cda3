/*
 * Id names: the names of users, groups and control groups by their numbers.
 */
#pragma once

#include <stdint.h>

struct id_names;

enum id_kind { ID_USER, ID_GROUP, ID_CGROUP, ID_KINDS };

struct id_names *id_names_open(void);
void id_names_close(struct id_names *names);

/*
 * The name of ID, which stays the owner's; NULL where there is none, as for a control
 * group that was removed before anybody asked. A control group's is its path from
 * the root of the hierarchy (version 2).
 */
const char *id_names_find(struct id_names *names, enum id_kind kind, uint64_t id);
