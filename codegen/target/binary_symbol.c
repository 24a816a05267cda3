/*
 * Binary symbol: which functions of a file one name means.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "codegen/target/binary.h"
#include "codegen/target/binary_elf.h"
#include "lexer/arena.h"

/* ---- what the loader chose ---- */

struct loaded {
	struct stat file;
	const char *path;		/* by which the loader knows it */
	uint64_t base;
};

static int is_loaded(struct dl_phdr_info *info, size_t size, void *context)
{
	struct loaded *loaded = context;
	struct stat file;

	(void)size;
	if (!info->dlpi_name || !*info->dlpi_name || stat(info->dlpi_name, &file) ||
	    file.st_dev != loaded->file.st_dev || file.st_ino != loaded->file.st_ino)
		return 0;
	loaded->path = info->dlpi_name;
	loaded->base = info->dlpi_addr;
	return 1;
}

/*
 * The C library, which has nearly all such functions, is loaded here as well; what was chosen for
 * this process is what other programs on this machine get.
 */
int binary_find_chosen(const char *path, Elf *elf, const char *symbol, uint64_t *offset)
{
	struct loaded loaded = { .base = 0 };
	void *library, *address;

	if (stat(path, &loaded.file))
		return -errno;
	if (!dl_iterate_phdr(is_loaded, &loaded))
		return -EOPNOTSUPP;
	library = dlopen(loaded.path, RTLD_LAZY | RTLD_NOLOAD);
	if (!library)
		return -EOPNOTSUPP;
	address = dlsym(library, symbol);
	dlclose(library);
	if (!address || binary_to_offset(elf, (uint64_t)address - loaded.base, offset))
		return -EOPNOTSUPP;
	return 0;
}

/* ---- a name ---- */

/* How well a symbol fits: what a program that is linked today would call fits best. */
enum fit { FIT_NOT, FIT_PART, FIT_CLONE, FIT_RENAMED, FIT_OLD, FIT_BEST };

struct search {
	const char *path;
	Elf *elf;
	struct arena *arena;
	const char *name;
	size_t length;
	const char *version;		/* NULL: any */
	enum fit fit;			/* of what was found so far */
	int error;			/* -EOPNOTSUPP: one is there, and cannot be told */
	struct binary_place *first, **end;
};

static enum fit fit_of(const struct search *search, const struct binary_symbol *symbol)
{
	if (symbol->length < search->length ||
	    memcmp(symbol->name, search->name, search->length))
		return FIT_NOT;
	if (symbol->length == search->length) {
		if (search->version)
			return strcmp(symbol->version, search->version) ? FIT_NOT : FIT_BEST;
		return symbol->is_old ? FIT_OLD : FIT_BEST;
	}
	if (symbol->name[search->length] != '.')
		return FIT_NOT;
	switch (function_form_find(symbol->name, symbol->length, search->length)) {
	case FUNCTION_RENAMED:
		return FIT_RENAMED;
	case FUNCTION_CLONE:
		return FIT_CLONE;
	case FUNCTION_PART:
		return FIT_PART;
	default:
		return FIT_NOT;
	}
}

static bool is_known(const struct search *search, uint64_t offset)
{
	const struct binary_place *place;

	for (place = search->first; place; place = place->next)
		if (place->offset == offset)
			return true;
	return false;
}

static bool consider(void *context, const struct binary_symbol *symbol)
{
	struct search *search = context;
	enum fit fit = fit_of(search, symbol);
	struct binary_place *place;
	const char *plain;
	uint64_t offset;
	int error;

	if (fit == FIT_NOT || fit < search->fit)
		return true;
	plain = arena_copy_text(search->arena, symbol->name, symbol->length);
	error = symbol->is_choice ?
		binary_find_chosen(search->path, search->elf, plain, &offset) :
		binary_to_offset(search->elf, symbol->address, &offset);
	if (fit > search->fit) {
		search->first = NULL;
		search->end = &search->first;
		search->fit = fit;
		search->error = 0;
	}
	if (error)
		search->error = error;
	if (error || is_known(search, offset))
		return true;
	place = ARENA_NEW(search->arena, struct binary_place);
	place->symbol = plain;
	place->offset = offset;
	place->form = symbol->length == search->length ? FUNCTION_ITSELF :
		      function_form_find(symbol->name, symbol->length, search->length);
	*search->end = place;
	search->end = &place->next;
	return true;
}

int binary_find_functions(struct arena *arena, const char *path, const char *name,
			  struct binary_place **places)
{
	struct search search = { .path = path, .arena = arena, .name = name };
	const char *at = name[0] == '@' ? NULL : strchr(name, '@');
	struct binary binary;
	int result = binary_open(path, &binary);

	if (result)
		return result;
	search.elf = binary.elf;
	search.end = &search.first;
	search.length = at ? (size_t)(at - name) : strlen(name);
	if (at)
		search.version = at + (at[1] == '@' ? 2 : 1);
	binary_walk(binary.elf, &(struct binary_visitor){ .visit = consider, .context = &search });
	binary_close(&binary);
	*places = search.first;
	if (search.first)
		return 0;
	return search.error ? search.error : -ENOENT;
}

int binary_find_symbol(const char *path, const char *symbol, uint64_t *offset)
{
	struct arena *arena = arena_new();
	struct binary_place *places;
	int result = binary_find_functions(arena, path, symbol, &places);

	if (!result)
		*offset = places->offset;
	arena_free(arena);
	return result;
}
