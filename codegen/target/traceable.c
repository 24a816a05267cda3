/*
 * Traceable: what the name of a kernel function stands for here: the function,
 * clones that the compiler made of it, parts that it left, several functions, or
 * nothing. It is asked of the symbols, which is exact and quick, where the kernel
 * takes up to seconds to print available_filter_functions.
 */
#include <stdlib.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

/* The functions that kprobes refuse, where the kernel lets us read them. */
static const struct table *blacklist(struct target *target)
{
	struct table *names;
	const void *known;
	char *bytes, *line, *rest;

	if (table_find(&target->answers, "blacklist", &known))
		return known;
	names = ARENA_NEW(target->arena, struct table);
	names->arena = target->arena;
	bytes = kernel_files_read(target->files, KERNEL_FILE_BLACKLIST, NULL, NULL);
	for (line = bytes ? strtok_r(bytes, "\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\n", &rest)) {
		line = strchr(line, '\t');
		if (line)
			table_put(names, line + 1, NULL);
	}
	free(bytes);
	table_put(&target->answers, "blacklist", names);
	return names;
}

bool target_refuses_kprobe(struct target *target, const char *symbol)
{
	return table_find(blacklist(target), symbol, NULL);
}

/* ---- the symbols of one name ---- */

/* What was asked for, and what is there. */
struct collection {
	struct target *target;
	const char *module, *name;
	struct function_place *places, **places_end;	/* the function, then its clones */
	struct function_place *clones, **clones_end;
	struct function_place *parts, **parts_end;
	unsigned own;			/* symbols of the kernel itself with this very name */
	unsigned modules;		/* symbols of modules with this very name */
};

static bool is_wanted_module(const struct collection *collection, const struct symbol *symbol)
{
	const char *module = collection->module;

	if (!module)
		return true;
	if (!strcmp(module, "vmlinux"))
		return !symbol->module;
	return symbol->module_length == strlen(module) &&
	       !memcmp(symbol->module, module, symbol->module_length);
}

static struct function_place *make_place(struct target *target, const struct symbol *symbol)
{
	struct function_place *place = ARENA_NEW(target->arena, struct function_place);

	place->symbol = arena_copy_text(target->arena, symbol->name, symbol->length);
	if (symbol->module)
		place->module = arena_copy_text(target->arena, symbol->module,
						symbol->module_length);
	place->address = target_symbol_address(symbol);
	place->closed_because = symbol->closed_because;
	place->takes_fentry = !symbol->closed_because || symbol->takes_fentry;
	if (!place->closed_because && target_refuses_kprobe(target, place->symbol))
		place->closed_because = "it is on the kernel's list of functions that kprobes "
					"must not touch";
	return place;
}

static void collect_symbol(void *context, const struct symbol *symbol)
{
	struct collection *collection = context;
	enum function_form form = function_form_find(symbol->name, symbol->length,
						     strlen(collection->name));
	struct function_place *place, ***end;

	/* The kernel counts every symbol of the name when it is asked to probe it. */
	if (form == FUNCTION_ITSELF && !symbol->is_generated)
		*(symbol->module ? &collection->modules : &collection->own) += 1;
	if (form == FUNCTION_NO_ENTRY || !target_is_function_symbol(symbol) ||
	    !is_wanted_module(collection, symbol))
		return;
	place = make_place(collection->target, symbol);
	place->form = form;
	end = form == FUNCTION_PART ? &collection->parts_end :
	      form == FUNCTION_CLONE ? &collection->clones_end : &collection->places_end;
	**end = place;
	*end = &place->next;
}

/* Marks the places that a name alone does not tell from other symbols. */
static void mark_shared(struct collection *collection)
{
	struct function_place *place;

	for (place = collection->places; place; place = place->next)
		if (place->form == FUNCTION_ITSELF)
			place->is_shared = place->module ? false : collection->own +
								   collection->modules > 1;
}

static bool is_same_function(const struct function_place *one, const struct function_place *other)
{
	/* Two names for one address are one function. */
	if (one->address && one->address == other->address)
		return true;
	/* Under different names the linker keeps apart what the source does not. */
	return one->form == FUNCTION_CLONE && strcmp(one->symbol, other->symbol);
}

/* Are there two of them that the name could mean equally well? */
static bool is_ambiguous(const struct function_place *places)
{
	const struct function_place *one, *other;

	for (one = places; one; one = one->next)
		for (other = one->next; other; other = other->next)
			if ((one->form == FUNCTION_CLONE) == (other->form == FUNCTION_CLONE) &&
			    !is_same_function(one, other))
				return true;
	return false;
}

/* Takes those out of the list that nothing can probe; returns what is left. */
static struct function_place *leave_open(struct function_place *places)
{
	struct function_place *first = NULL, **end = &first;

	for (; places; places = places->next) {
		if (places->closed_because && !places->takes_fentry)
			continue;
		*end = places;
		end = &places->next;
	}
	*end = NULL;
	return first;
}

static bool has_form(const struct function_place *places, enum function_form form)
{
	for (; places; places = places->next)
		if (places->form == form)
			return true;
	return false;
}

/* The answer for a function that only the type information tells of: fixtures without symbols. */
static void ask_types(const struct collection *collection, struct traceable_function *answer)
{
	struct target *target = collection->target;
	struct function_place *place;

	if (target_has_symbols(target) ||
	    !target_find_function(target, collection->module, collection->name))
		return;
	place = ARENA_NEW(target->arena, struct function_place);
	place->symbol = arena_copy_string(target->arena, collection->name);
	place->takes_fentry = true;
	answer->places = place;
	answer->traceable = TRACEABLE_YES;
}

static void judge(struct collection *collection, struct traceable_function *answer)
{
	struct function_place *open;

	*collection->places_end = collection->clones;
	answer->places = collection->places;
	answer->parts = collection->parts;
	if (!answer->places && !answer->parts) {
		ask_types(collection, answer);
		return;
	}
	mark_shared(collection);
	if (!answer->places) {
		answer->traceable = TRACEABLE_PART;
		answer->places = collection->parts;
		answer->parts = NULL;
		return;
	}
	if (is_ambiguous(answer->places)) {
		answer->traceable = TRACEABLE_AMBIGUOUS;
		return;
	}
	open = leave_open(collection->places);
	answer->traceable = !open ? TRACEABLE_NOT :
			    has_form(open, FUNCTION_ITSELF) || has_form(open, FUNCTION_RENAMED) ?
			    TRACEABLE_YES : TRACEABLE_CLONE;
	answer->places = open ? open : collection->places;
}

/* ---- the answer as a fact ---- */

static void append_names(struct buffer *text, const struct function_place *place)
{
	const char *separator = "";

	for (; place; place = place->next, separator = ", ")
		buffer_printf(text, "%s%s", separator, place->symbol);
}

static unsigned count_places(const struct function_place *place)
{
	unsigned count = 0;

	for (; place; place = place->next)
		count++;
	return count;
}

static void describe(const struct traceable_function *answer, struct buffer *text)
{
	switch (answer->traceable) {
	case TRACEABLE_NO:
		buffer_append_string(text, "absent");
		break;
	case TRACEABLE_YES:
		buffer_append_string(text, answer->places->closed_because ?
				     "traceable by fentry only" : "traceable");
		if (answer->places->next || answer->places->form == FUNCTION_RENAMED) {
			buffer_append_string(text, " as ");
			append_names(text, answer->places);
		}
		break;
	case TRACEABLE_NOT:
		buffer_append_string(text, "not traceable");
		break;
	case TRACEABLE_CLONE:
	case TRACEABLE_PART:
		buffer_append_string(text, "only ");
		append_names(text, answer->places);
		break;
	case TRACEABLE_AMBIGUOUS:
		buffer_printf(text, "%u functions", count_places(answer->places));
		break;
	}
	if (answer->parts) {
		buffer_append_string(text, ", split from ");
		append_names(text, answer->parts);
	}
}

const struct traceable_function *target_find_traceable(struct target *target, const char *module,
						       const char *name)
{
	const char *key = arena_printf(target->arena, "function:%s%s%s", module ? module : "",
				       module ? ":" : "", name);
	struct collection collection = { .target = target, .module = module, .name = name };
	struct traceable_function *answer;
	struct buffer text = { 0 };
	const void *known;

	if (table_find(&target->answers, key, &known))
		return known;
	collection.places_end = &collection.places;
	collection.clones_end = &collection.clones;
	collection.parts_end = &collection.parts;
	target_visit_named(target, name, collect_symbol, &collection);
	answer = ARENA_NEW(target->arena, struct traceable_function);
	judge(&collection, answer);
	table_put(&target->answers, key, answer);
	describe(answer, &text);
	target_record(target, key, "%s", text.data);
	buffer_release(&text);
	return answer;
}
