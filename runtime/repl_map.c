/*
 * REPL map: the first program that has a map owns it, the others load with its
 * descriptor in the place of their own. Tables that values point into are shared by
 * their form, since what points into them travels with the maps.
 */
#include "runtime/repl_map.h"

#include <ctype.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_program.h"

bool repl_map_is_users(const struct plan_map *map)
{
	return !map->is_internal;
}

/* ---- are two maps the same? ---- */

static bool layout_is_same(const struct plan *one_plan, const struct layout *one,
			   const struct plan *other_plan, const struct layout *other)
{
	if (one->kind != other->kind || one->offset != other->offset ||
	    one->size != other->size || one->is_signed != other->is_signed ||
	    one->is_user != other->is_user || one->count != other->count ||
	    one->bits != other->bits || one->mode != other->mode || one->min != other->min ||
	    one->max != other->max || one->step != other->step ||
	    one->bit_offset != other->bit_offset || one->bit_size != other->bit_size ||
	    one->child_count != other->child_count || strcmp(one->text, other->text))
		return false;
	for (uint32_t i = 0; i < one->child_count; i++)
		if (!layout_is_same(one_plan, &one->children[i], other_plan, &other->children[i]))
			return false;
	return true;
}

static bool map_is_same(const struct plan *one_plan, const struct plan_map *one,
			const struct plan *other_plan, const struct plan_map *other)
{
	return one->kind == other->kind && one->max_entries == other->max_entries &&
	       one->is_scalar == other->is_scalar &&
	       one->has_generation == other->has_generation && one->key_size == other->key_size &&
	       one->value_size == other->value_size &&
	       layout_is_same(one_plan, &one->key, other_plan, &other->key) &&
	       layout_is_same(one_plan, &one->value, other_plan, &other->value);
}

/* ---- which maps are tables ---- */

static bool layout_points_into(const struct layout *layout, uint32_t table)
{
	if (layout->kind == LAYOUT_INTERNED && layout->table == table)
		return true;
	for (uint32_t i = 0; i < layout->child_count; i++)
		if (layout_points_into(&layout->children[i], table))
			return true;
	return false;
}

/* Is map INDEX one that stacks or texts of other maps are kept in? */
static bool is_table(const struct plan *plan, uint32_t index)
{
	if (!plan->maps[index].is_internal)
		return false;
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (layout_points_into(&plan->maps[i].key, index) ||
		    layout_points_into(&plan->maps[i].value, index))
			return true;
	return false;
}

static bool is_shared(const struct plan *plan, uint32_t index)
{
	return repl_map_is_users(&plan->maps[index]) || is_table(plan, index);
}

/* The map of PROGRAM that is PLAN's map INDEX by its name, a table by its form. */
static bool find_in(const struct repl_program *program, const struct plan *plan, uint32_t index,
		    uint32_t *found)
{
	const struct plan_map *wanted = &plan->maps[index];
	const struct plan *theirs = program->load.plan;
	bool by_name = repl_map_is_users(wanted);

	for (uint32_t i = 0; i < theirs->map_count; i++) {
		if (by_name ? repl_map_is_users(&theirs->maps[i]) &&
			      !strcmp(theirs->maps[i].name, wanted->name)
			    : is_table(theirs, i) &&
			      map_is_same(theirs, &theirs->maps[i], plan, wanted)) {
			*found = i;
			return true;
		}
	}
	return false;
}

/* The program that has it already; NULL if none has. One that is replaced takes its maps along. */
static const struct repl_program *find_owner(const struct repl_program *program,
					     const struct plan *plan, uint32_t index,
					     uint32_t *found)
{
	const struct repl_program *other;

	for (other = program->repl->programs; other; other = other->next) {
		if (other == program || !other->is_loaded || !find_in(other, plan, index, found))
			continue;
		if (other != program->replaces ||
		    map_is_same(plan, &plan->maps[index], other->load.plan,
				&other->load.plan->maps[*found]))
			return other;
	}
	return NULL;
}

/* ---- sharing ---- */

/* What its records are only the program knows that writes them. */
static void report_recorder(const struct repl_program *owner, const char *name)
{
	message_error("%s is a recorder of program %u, and only that program records to it and "
		      "prints it; %s alone shows what is in it", name, owner->number, name);
}

bool repl_map_check(const struct repl_program *program, const struct plan *plan)
{
	const struct repl_program *owner;
	uint32_t found;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		if (!repl_map_is_users(&plan->maps[i]))
			continue;
		owner = find_owner(program, plan, i, &found);
		if (owner && (plan->maps[i].is_recorder ||
			      owner->load.plan->maps[found].is_recorder)) {
			report_recorder(owner, plan->maps[i].name);
			return false;
		}
		if (!owner || map_is_same(plan, &plan->maps[i], owner->load.plan,
					  &owner->load.plan->maps[found]))
			continue;
		if (plan->maps[i].max_entries != owner->load.plan->maps[found].max_entries)
			message_error("%s was made for %u keys and would have %u here; use another "
				      "name, or the same :set max_map_keys", plan->maps[i].name,
				      owner->load.plan->maps[found].max_entries,
				      plan->maps[i].max_entries);
		else if (owner->number)
			message_error("%s has keys or values of another size than in program %u, "
				      "which has it already; :delete %u first, or use another name",
				      plan->maps[i].name, owner->number, owner->number);
		else
			message_error("%s has keys or values of another size than it has already; "
				      ":delete %s first, or use another name",
				      plan->maps[i].name, plan->maps[i].name);
		return false;
	}
	return true;
}

int repl_map_find_shared(void *context, const struct plan *plan, uint32_t index)
{
	const struct repl_program *program = context, *owner;
	uint32_t found;

	if (!is_shared(plan, index))
		return -1;
	owner = find_owner(program, plan, index, &found);
	return owner ? owner->load.live.map_fds[found] : -1;
}

static uint64_t *generation_of(const struct repl_program *program, uint32_t map)
{
	const struct plan_map *plan = &program->load.plan->maps[map];

	return plan->has_generation ?
		       &program->load.live.control->generations[plan->generation] : NULL;
}

void repl_map_adopt_generations(struct repl_program *program)
{
	const struct plan *plan = program->load.plan;
	const struct repl_program *owner;
	uint64_t *mine, *theirs;
	uint32_t found;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		mine = repl_map_is_users(&plan->maps[i]) ? generation_of(program, i) : NULL;
		owner = mine ? find_owner(program, plan, i, &found) : NULL;
		theirs = owner ? generation_of(owner, found) : NULL;
		if (theirs)
			*mine = __atomic_load_n(theirs, __ATOMIC_ACQUIRE);
	}
}

void repl_map_note_cleared(void *context, uint32_t map, uint64_t generation)
{
	const struct repl_program *program = context, *other;
	uint64_t *theirs;
	uint32_t found;

	for (other = program->repl->programs; other; other = other->next) {
		if (other == program || !other->is_loaded ||
		    !find_in(other, program->load.plan, map, &found))
			continue;
		theirs = generation_of(other, found);
		if (theirs && __atomic_load_n(theirs, __ATOMIC_ACQUIRE) < generation)
			__atomic_store_n(theirs, generation, __ATOMIC_RELEASE);
	}
}

/* ---- by name ---- */

struct repl_program *repl_map_find(struct repl *repl, const char *name, uint32_t *index)
{
	struct repl_program *program;

	for (program = repl->programs; program; program = program->next)
		for (uint32_t i = 0; program->is_loaded && i < program->load.plan->map_count; i++) {
			const struct plan_map *map = &program->load.plan->maps[i];

			if (repl_map_is_users(map) && !strcmp(map->name, name)) {
				*index = i;
				return program;
			}
		}
	return NULL;
}

bool repl_map_is_mentioned(const char *text, const char *name)
{
	size_t length = strlen(name);
	const char *at = text;

	while ((at = strstr(at, name))) {
		at += length;
		if (!isalnum((unsigned char)*at) && *at != '_')
			return true;
	}
	return false;
}
