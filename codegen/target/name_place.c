/*
 * Name place: telling one of several symbols of a name from the others, in a way
 * that can be written into a probe.
 */
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

/* Names before the place, the nearest first; most are their own, so few are enough. */
enum { CANDIDATE_COUNT = 16 };

struct candidate {
	const char *name;
	uint64_t address;
};

struct neighbours {
	struct target *target;
	const struct function_place *place;
	struct candidate candidates[CANDIDATE_COUNT];
	unsigned count;
};

static bool is_same_module(const struct symbol *symbol, const char *module)
{
	if (!module || !symbol->module)
		return !module && !symbol->module;
	return symbol->module_length == strlen(module) &&
	       !memcmp(symbol->module, module, symbol->module_length);
}

/* Keeps the nearest ones in order. Names with dots or of padding would only confuse. */
static void offer_neighbour(void *context, const struct symbol *symbol)
{
	struct neighbours *neighbours = context;
	uint64_t address = target_symbol_address(symbol);
	unsigned at = neighbours->count;

	if (address >= neighbours->place->address || symbol->closed_because ||
	    !is_same_module(symbol, neighbours->place->module) ||
	    memchr(symbol->name, '.', symbol->length) ||
	    (symbol->length > 2 && !memcmp(symbol->name, "__", 2)))
		return;
	while (at > 0 && neighbours->candidates[at - 1].address < address)
		at--;
	if (at == CANDIDATE_COUNT)
		return;
	if (neighbours->count < CANDIDATE_COUNT)
		neighbours->count++;
	memmove(&neighbours->candidates[at + 1], &neighbours->candidates[at],
		sizeof(neighbours->candidates[0]) * (neighbours->count - at - 1));
	neighbours->candidates[at] = (struct candidate){
		.name = arena_copy_text(neighbours->target->arena, symbol->name, symbol->length),
		.address = address,
	};
}

/* How many symbols have the name, in the kernel itself and in the modules. */
struct census {
	const char *name;
	const char *module;		/* the one that is counted apart; NULL: the kernel itself */
	unsigned here, elsewhere;
};

static void count_symbol(void *context, const struct symbol *symbol)
{
	struct census *census = context;

	if (symbol->length != strlen(census->name) || symbol->is_generated)
		return;
	*(is_same_module(symbol, census->module) ? &census->here : &census->elsewhere) += 1;
}

static struct census count_name(struct target *target, const char *name, const char *module)
{
	struct census census = { .name = name, .module = module };

	target_visit_named(target, name, count_symbol, &census);
	return census;
}

static const char *name_by_neighbour(struct target *target, const struct function_place *place)
{
	struct neighbours neighbours = { .target = target, .place = place };
	const char *module = place->module;
	struct census census;
	unsigned index;

	if (!place->address)
		return NULL;
	target_visit_symbols(target, "", offer_neighbour, &neighbours);
	for (index = 0; index < neighbours.count; index++) {
		const struct candidate *candidate = &neighbours.candidates[index];

		census = count_name(target, candidate->name, module);
		if (census.here == 1 && (module || census.elsewhere == 0))
			return arena_printf(target->arena, "%s%s%s+%#llx", module ? module : "",
					    module ? ":" : "", candidate->name,
					    (unsigned long long)(place->address -
								 candidate->address));
	}
	return NULL;
}

const char *target_name_place(struct target *target, const struct function_place *place)
{
	struct census census = count_name(target, place->symbol, place->module);

	if (census.here == 1 && census.elsewhere == 0)
		return place->symbol;
	if (census.here == 1)
		return arena_printf(target->arena, "%s:%s",
				    place->module ? place->module : "vmlinux", place->symbol);
	return name_by_neighbour(target, place);
}

struct entry_search {
	uint64_t address;
	bool found;
};

static void compare_entry(void *context, const struct symbol *symbol)
{
	struct entry_search *search = context;

	search->found |= !symbol->closed_because &&
			 target_symbol_address(symbol) == search->address;
}

bool target_is_entry(struct target *target, const struct function_place *place, uint64_t offset)
{
	struct entry_search search = { .address = place->address + offset };

	if (place->address)
		target_visit_symbols(target, "", compare_entry, &search);
	return search.found;
}
