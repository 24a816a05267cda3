/*
 * Match functions: which functions a glob finds. It is asked of
 * available_filter_functions, because every name it yields must be right; where
 * that may not be read (lockdown), the symbols answer, less what the kernel keeps
 * closed. A name that several functions have finds none of them.
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

/* One name that matched. */
struct found {
	const char *module, *name;
	bool is_shared;
	struct found *next;
};

struct match {
	struct target *target;
	const char *module, *pattern;
	struct found *first, **end;
	struct table by_name;		/* "MODULE:NAME" and, for the kernel itself, "NAME" */
	struct suggest *suggest;
};

static bool is_padding(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof(padding_prefixes) / sizeof(padding_prefixes[0]); index++)
		if (!strncmp(name, padding_prefixes[index], strlen(padding_prefixes[index])))
			return true;
	return strstr(name, ".cold") != NULL;
}

/* Marks what was found under KEY; false when nothing was. */
static bool mark_shared(struct match *match, const char *key)
{
	const void *known;

	if (!table_find(&match->by_name, key, &known))
		return false;
	((struct found *)known)->is_shared = true;
	return true;
}

/* Keeps NAME if it matches. Of those that only a module's name tells apart, modules' are kept. */
static void offer(struct match *match, const char *module, const char *name)
{
	struct target *target = match->target;
	bool is_own = !strcmp(module, "vmlinux");
	struct found *found;
	const char *key;

	if (!target_glob(match->pattern, name) || is_padding(name) ||
	    target_refuses_kprobe(target, name))
		return;
	/* The kernel's own function is hidden by a module's, whether that is wanted or not. */
	if (!is_own)
		mark_shared(match, name);
	if (!target_glob(match->module, module))
		return;
	key = is_own ? name : arena_printf(target->arena, "%s:%s", module, name);
	if (mark_shared(match, key))
		return;
	found = ARENA_NEW(target->arena, struct found);
	found->module = arena_copy_string(target->arena, module);
	found->name = arena_copy_string(target->arena, name);
	table_put(&match->by_name, key, found);
	*match->end = found;
	match->end = &found->next;
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

	if (symbol->closed_because || symbol->length >= sizeof(name) ||
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

unsigned target_match_functions(struct target *target, const char *module, const char *pattern,
				void (*visit)(void *context, const char *module,
					      const char *name),
				void *context)
{
	struct match match = {
		.target = target, .module = module, .pattern = pattern ? pattern : "*",
		.by_name = { .arena = target->arena },
	};
	const struct found *found;
	unsigned shared = 0;
	char *bytes;

	match.end = &match.first;
	bytes = kernel_files_read(target->files, KERNEL_FILE_FUNCTIONS, NULL, NULL);
	if (bytes && *bytes)
		match_lines(&match, bytes);
	else
		target_visit_symbols(target, literal_prefix(target, match.pattern), match_symbol,
				     &match);
	free(bytes);
	for (found = match.first; found; found = found->next) {
		if (found->is_shared)
			shared++;
		else
			visit(context, found->module, found->name);
	}
	return shared;
}

/* Who wants the names that begin as somebody typed. */
struct typing {
	struct target *target;
	const char *module;
	void (*visit)(void *context, const char *module, const char *name);
	void *context;
};

static void type_line(void *context, const char *line, size_t length)
{
	const struct typing *typing = context;
	const char *blank = memchr(line, ' ', length), *module = "vmlinux", *name;

	name = arena_copy_text(typing->target->arena, line,
			       blank ? (size_t)(blank - line) : length);
	if (blank && length > (size_t)(blank - line) + 3)
		module = arena_copy_text(typing->target->arena, blank + 2,
					 length - (size_t)(blank - line) - 3);
	if (!is_padding(name) && target_glob(typing->module, module))
		typing->visit(typing->context, module, name);
}

static void type_symbol(void *context, const struct symbol *symbol)
{
	const struct typing *typing = context;
	struct arena *arena = typing->target->arena;
	const char *name, *module = "vmlinux";

	if (symbol->closed_because)
		return;
	name = arena_copy_text(arena, symbol->name, symbol->length);
	if (symbol->module)
		module = arena_copy_text(arena, symbol->module, symbol->module_length);
	if (!is_padding(name) && target_glob(typing->module, module))
		typing->visit(typing->context, module, name);
}

void target_complete_functions(struct target *target, const char *module, const char *prefix,
			       void (*visit)(void *context, const char *module, const char *name),
			       void *context)
{
	struct typing typing = { target, module, visit, context };

	if (!target_visit_hookable(target, prefix, type_line, &typing))
		target_visit_symbols(target, prefix, type_symbol, &typing);
}

static void suggest_symbol(void *context, const struct symbol *symbol)
{
	struct match *match = context;
	const char *before = match->suggest->best, *module = match->module;
	char name[512];

	if (symbol->closed_because || symbol->length >= sizeof(name) ||
	    (module && (!symbol->module || symbol->module_length != strlen(module) ||
			memcmp(symbol->module, module, symbol->module_length))))
		return;
	memcpy(name, symbol->name, symbol->length);
	name[symbol->length] = '\0';
	suggest_offer(match->suggest, name);
	if (match->suggest->best != before)
		match->suggest->best = arena_copy_string(match->target->arena, name);
}

/* The kernel's own from the type information, which is quicker to go through than symbols. */
void target_suggest_function(struct target *target, const char *module, struct suggest *suggest)
{
	bool is_own = !module || !strcmp(module, "vmlinux");
	struct match match = {
		.target = target, .suggest = suggest, .module = is_own ? NULL : module,
	};
	const struct target_btf *btf = is_own ? target_vmlinux_btf(target) : NULL;
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

struct module_search {
	const char *module;
	bool found;
};

static void compare_module(void *context, const struct symbol *symbol)
{
	struct module_search *search = context;

	search->found |= symbol->module && symbol->module_length == strlen(search->module) &&
			 !memcmp(symbol->module, search->module, symbol->module_length);
}

bool target_has_module(struct target *target, const char *module)
{
	struct module_search search = { .module = module };

	target_visit_symbols(target, "", compare_module, &search);
	return search.found;
}
