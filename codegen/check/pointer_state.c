/*
 * Pointer state: joining what two ways know. What one way does not know is not known.
 */
#include "codegen/check/pointer_state.h"

#include <string.h>

#include "lexer/arena.h"

struct pointer_state *pointer_state_new(struct arena *arena, unsigned variable_count)
{
	struct pointer_state *state = ARENA_NEW(arena, struct pointer_state);

	state->variable_count = variable_count;
	state->variables = ARENA_NEW_ARRAY(arena, struct pointer_value, variable_count + 1);
	for (unsigned i = 0; i < variable_count; i++)
		state->variables[i].nullness = NULL_YES;
	return state;
}

struct pointer_state *pointer_state_copy(struct arena *arena, const struct pointer_state *state)
{
	struct pointer_state *copy = pointer_state_new(arena, state->variable_count);
	struct pointer_value *variables = copy->variables;

	memcpy(variables, state->variables, sizeof(*variables) * state->variable_count);
	*copy = *state;
	copy->variables = variables;
	return copy;
}

/* NULL belongs to nothing. */
static void add_references(struct pointer_value *joined, struct pointer_value value)
{
	if (value.nullness == NULL_YES)
		return;
	joined->references |= value.references;
	joined->is_lost_partly |= value.is_lost_partly;
	if (!joined->lost)
		joined->lost = value.lost;
}

struct pointer_value pointer_value_join(struct pointer_value one, struct pointer_value other)
{
	struct pointer_value joined = one;

	/* NULL is of every provenance. */
	if (one.nullness == NULL_YES)
		joined = other;
	else if (other.nullness != NULL_YES && other.provenance < one.provenance)
		joined.provenance = other.provenance;
	if (one.nullness != NULL_YES && other.nullness != NULL_YES &&
	    one.reference != other.reference) {
		/* Of two references nobody can say which it is; what may be a loop's is. */
		joined.reference = one.reference && one.reference->is_element ? one.reference :
				   other.reference && other.reference->is_element ?
				   other.reference : NULL;
		if (joined.provenance == POINTER_OWNED)
			joined.provenance = POINTER_TRUSTED;
	}
	joined.nullness = one.nullness == other.nullness ? one.nullness : NULL_MAYBE;
	joined.is_exact = one.is_exact && other.is_exact && one.reference == other.reference;
	joined.references = 0;
	joined.lost = NULL;
	joined.is_lost_partly = one.nullness != NULL_YES && other.nullness != NULL_YES &&
				!one.lost != !other.lost;
	add_references(&joined, one);
	add_references(&joined, other);
	return joined;
}

static enum holding join_holding(enum holding one, enum holding other)
{
	if (one == HOLDING_NONE)
		return other;
	if (other == HOLDING_NONE || one == other)
		return one;
	return HOLDING_EITHER;
}

static void lose_value(struct pointer_value *value, const struct reference *reference)
{
	value->lost = reference;
	value->is_lost_partly = false;
}

void pointer_state_lose(struct pointer_state *state, const struct reference *reference,
			struct span span, const char *how)
{
	for (unsigned i = 0; i < state->variable_count; i++)
		if (state->variables[i].references >> reference->index & 1)
			lose_value(&state->variables[i], reference);
	state->references[reference->index].holding = HOLDING_RELEASED;
	state->references[reference->index].released = span;
	state->references[reference->index].how = how;
}

static bool join_section(struct section_state *into, const struct section_state *other)
{
	struct section_state before = *into;

	if (other->least < into->least)
		into->least = other->least;
	if (other->most > into->most) {
		into->most = other->most;
		into->opened = other->opened;
	}
	return into->least != before.least || into->most != before.most;
}

bool pointer_state_join(struct pointer_state *into, const struct pointer_state *other)
{
	struct pointer_value *variables = into->variables;
	bool changed = false;

	if (other->is_dead)
		return false;
	if (into->is_dead) {
		memcpy(variables, other->variables, sizeof(*variables) * other->variable_count);
		*into = *other;
		into->variables = variables;
		return true;
	}
	for (unsigned i = 0; i < into->variable_count; i++) {
		struct pointer_value joined = pointer_value_join(variables[i],
								 other->variables[i]);

		changed |= memcmp(&joined, &variables[i], sizeof(joined)) != 0;
		variables[i] = joined;
	}
	for (unsigned i = 0; i < REFERENCES_MAX; i++) {
		enum holding joined = join_holding(into->references[i].holding,
						   other->references[i].holding);

		changed |= joined != into->references[i].holding;
		if (other->references[i].holding == HOLDING_RELEASED) {
			into->references[i].released = other->references[i].released;
			into->references[i].how = other->references[i].how;
		}
		into->references[i].holding = joined;
	}
	changed |= other->is_widened && !into->is_widened;
	into->is_widened |= other->is_widened;
	for (unsigned i = 0; i < KFUNC_SECTIONS; i++)
		changed |= join_section(&into->sections[i], &other->sections[i]);
	return changed;
}
