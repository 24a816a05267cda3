/*
 * Traceable: which kernel functions probes can sit on.
 *
 * One name is looked for among the symbols: that is exact and quick, where the
 * kernel takes up to seconds to print available_filter_functions. A glob is
 * asked of that file, because every name it yields must be right; where it may
 * not be read (lockdown), the symbols answer, less what the kernel keeps closed.
 */
#include <bpf/btf.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

/* Symbols that the compiler or linker puts beside functions; no entry of anything. */
static const char *const padding_prefixes[] = { "__pfx_", "__cfi_", "__ftrace_invalid_address_" };

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

/* The answer for a function that only the type information tells of: fixtures without symbols. */
static enum traceable ask_types(struct target *target, const char *module, const char *name)
{
	return target_find_function(target, module, name) ? TRACEABLE_YES : TRACEABLE_NO;
}

static bool has_symbols(struct target *target)
{
	struct symbol symbol, clone;

	return target_lookup_symbol(target, NULL, "_stext", false, &symbol, &clone) ||
	       target_lookup_symbol(target, NULL, "_text", false, &symbol, &clone);
}

static enum traceable ask_symbols(struct target *target, const char *module, const char *name,
				  const char **clone_name)
{
	struct symbol symbol, clone;
	const char *found;

	if (!target_lookup_symbol(target, module, name, true, &symbol, &clone))
		return has_symbols(target) ? TRACEABLE_NO : ask_types(target, module, name);
	if (symbol.name) {
		if (symbol.is_closed || table_find(blacklist(target), name, NULL))
			return TRACEABLE_NOT;
		return TRACEABLE_YES;
	}
	found = arena_copy_text(target->arena, clone.name, clone.length);
	if (clone.is_closed || table_find(blacklist(target), found, NULL))
		return TRACEABLE_NOT;
	*clone_name = found;
	return TRACEABLE_CLONE;
}

struct traceable_answer {
	enum traceable traceable;
	const char *clone;
};

static const char *describe(struct target *target, const struct traceable_answer *answer)
{
	switch (answer->traceable) {
	case TRACEABLE_NO:
		return "absent";
	case TRACEABLE_YES:
		return "traceable";
	case TRACEABLE_NOT:
		return "not traceable";
	case TRACEABLE_CLONE:
		return arena_printf(target->arena, "only %s", answer->clone);
	}
	return "";
}

enum traceable target_is_traceable(struct target *target, const char *module, const char *name,
				   const char **clone)
{
	const char *key = arena_printf(target->arena, "function:%s%s%s", module ? module : "",
				       module ? ":" : "", name);
	const struct traceable_answer *answer;
	struct traceable_answer *made;
	const void *known;

	if (table_find(&target->answers, key, &known)) {
		answer = known;
	} else {
		made = ARENA_NEW(target->arena, struct traceable_answer);
		made->traceable = ask_symbols(target, module, name, &made->clone);
		answer = made;
		table_put(&target->answers, key, answer);
		target_record(target, key, "%s", describe(target, answer));
	}
	if (clone && answer->traceable == TRACEABLE_CLONE)
		*clone = answer->clone;
	return answer->traceable;
}

/* ---- globs ---- */

struct match {
	struct target *target;
	const char *module, *pattern;
	void (*visit)(void *context, const char *module, const char *name);
	void *context;
	struct table seen;
};

static bool is_padding(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof(padding_prefixes) / sizeof(padding_prefixes[0]); index++)
		if (!strncmp(name, padding_prefixes[index], strlen(padding_prefixes[index])))
			return true;
	return strstr(name, ".cold") != NULL;
}

/* Visits NAME if it matches and was not visited before: static functions share names. */
static void offer(struct match *match, const char *module, const char *name)
{
	const char *key;

	if (!target_glob(match->pattern, name) || !target_glob(match->module, module) ||
	    is_padding(name) || table_find(blacklist(match->target), name, NULL))
		return;
	key = arena_printf(match->target->arena, "%s:%s", module, name);
	if (table_find(&match->seen, key, NULL))
		return;
	table_put(&match->seen, key, NULL);
	match->visit(match->context, arena_copy_string(match->target->arena, module),
		     key + strlen(module) + 1);
}

/* Lines of available_filter_functions: "name" or "name [module]"; BYTES is cut up. */
static void match_lines(struct match *match, char *bytes)
{
	char *line, *rest, *module, *end;

	for (line = strtok_r(bytes, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		module = strchr(line, ' ');
		if (module)
			*module++ = '\0';
		if (module && *module == '[') {
			module++;
			end = strchr(module, ']');
			if (end)
				*end = '\0';
		}
		offer(match, module ? module : "vmlinux", line);
	}
}

static void match_symbol(void *context, const struct symbol *symbol)
{
	char name[512], module[128] = "vmlinux";

	if (symbol->is_closed || symbol->length >= sizeof(name) ||
	    symbol->module_length >= sizeof(module))
		return;
	memcpy(name, symbol->name, symbol->length);
	name[symbol->length] = '\0';
	if (symbol->module) {
		memcpy(module, symbol->module, symbol->module_length);
		module[symbol->module_length] = '\0';
	}
	offer(context, module, name);
}

/* What every match starts with: the pattern up to its first wildcard. */
static const char *literal_prefix(struct target *target, const char *pattern)
{
	return arena_copy_text(target->arena, pattern, strcspn(pattern, "*?[\\"));
}

void target_match_functions(struct target *target, const char *module, const char *pattern,
			    void (*visit)(void *context, const char *module, const char *name),
			    void *context)
{
	struct match match = {
		.target = target, .module = module, .pattern = pattern ? pattern : "*",
		.visit = visit, .context = context, .seen = { .arena = target->arena },
	};
	char *bytes;

	bytes = kernel_files_read(target->files, KERNEL_FILE_FUNCTIONS, NULL, NULL);
	if (bytes && *bytes)
		match_lines(&match, bytes);
	else
		target_visit_symbols(target, literal_prefix(target, match.pattern), match_symbol,
				     &match);
	free(bytes);
}

static void suggest_symbol(void *context, const struct symbol *symbol)
{
	struct match *match = context;
	struct suggest *suggest = match->context;
	const char *before = suggest->best;
	char name[512];

	if (symbol->is_closed || symbol->length >= sizeof(name))
		return;
	memcpy(name, symbol->name, symbol->length);
	name[symbol->length] = '\0';
	suggest_offer(suggest, name);
	if (suggest->best != before)
		suggest->best = arena_copy_string(match->target->arena, name);
}

/* From the type information, which is quicker to go through than symbols. */
void target_suggest_function(struct target *target, struct suggest *suggest)
{
	struct match match = { .target = target, .context = suggest };
	const struct target_btf *btf = target_vmlinux_btf(target);
	const char *before = suggest->best;
	const struct btf_type *type;
	uint32_t id;

	if (!btf) {
		target_visit_symbols(target, "", suggest_symbol, &match);
		return;
	}
	for (id = 1; id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		if (btf_is_func(type))
			suggest_offer(suggest, target_btf_name(btf, type->name_off));
	}
	if (suggest->best != before)
		suggest->best = arena_copy_string(target->arena, suggest->best);
}
