/*
 * Image: a thin layer over libelf, which checks the file's structure.
 */
#include "runtime/image.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>

#include "codegen/plan.h"
#include "codegen/plan_wire.h"
#include "lexer/text.h"

int image_open(struct image *image, void *bytes, size_t size)
{
	image->elf = NULL;
	if (elf_version(EV_CURRENT) == EV_NONE)
		return -EINVAL;
	image->elf = elf_memory(bytes, size);
	if (!image->elf)
		return -EINVAL;
	if (elf_kind(image->elf) == ELF_K_ELF)
		return 0;
	image_close(image);
	return -EINVAL;
}

void image_close(struct image *image)
{
	if (image->elf)
		elf_end(image->elf);
	image->elf = NULL;
}

static const char *section_name(const struct image *image, Elf_Scn *section, GElf_Shdr *header)
{
	size_t names;
	const char *name = NULL;

	if (!elf_getshdrstrndx(image->elf, &names) && gelf_getshdr(section, header))
		name = elf_strptr(image->elf, names, header->sh_name);
	return name ? name : "";
}

bool image_find_section(const struct image *image, const char *name,
			struct image_section *section)
{
	Elf_Scn *at = NULL;
	GElf_Shdr header;
	Elf_Data *data;

	while ((at = elf_nextscn(image->elf, at))) {
		if (strcmp(section_name(image, at, &header), name))
			continue;
		data = elf_rawdata(at, NULL);
		if (!data || !data->d_buf || !data->d_size)
			continue;
		*section = (struct image_section){
			.bytes = data->d_buf, .size = data->d_size, .index = elf_ndxscn(at),
		};
		return true;
	}
	return false;
}

/* Symbol INDEX of the symbol table and its name; false behind the last. */
static bool symbol_get(const struct image *image, size_t index, GElf_Sym *symbol,
		       const char **name)
{
	Elf_Scn *at = NULL;
	GElf_Shdr header;

	while ((at = elf_nextscn(image->elf, at))) {
		Elf_Data *data;

		if (!gelf_getshdr(at, &header) || header.sh_type != SHT_SYMTAB)
			continue;
		data = elf_getdata(at, NULL);
		if (!data || !gelf_getsym(data, (int)index, symbol))
			return false;
		*name = elf_strptr(image->elf, header.sh_link, symbol->st_name);
		return *name != NULL;
	}
	return false;
}

static bool symbol_function(const struct image *image, const GElf_Sym *symbol,
			    struct image_function *function)
{
	Elf_Scn *section = elf_getscn(image->elf, symbol->st_shndx);
	GElf_Shdr header;

	if (!section)
		return false;
	*function = (struct image_function){
		.section = section_name(image, section, &header),
		.offset = symbol->st_value, .size = symbol->st_size,
	};
	return true;
}

bool image_find_function(const struct image *image, const char *name,
			 struct image_function *function)
{
	GElf_Sym symbol;
	const char *found;

	for (size_t i = 0; symbol_get(image, i, &symbol, &found); i++)
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && !strcmp(found, name))
			return symbol_function(image, &symbol, function);
	return false;
}

bool image_get_function(const struct image *image, const char *section, unsigned index,
			struct image_function *function)
{
	GElf_Sym symbol;
	const char *name;

	for (size_t i = 0; symbol_get(image, i, &symbol, &name); i++)
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC &&
		    symbol_function(image, &symbol, function) &&
		    !strcmp(function->section, section) && !index--)
			return true;
	return false;
}

struct plan *image_read_plan(struct arena *arena, void *bytes, size_t size)
{
	struct image image;
	struct image_section section;
	struct plan *plan = NULL;

	if (image_open(&image, bytes, size))
		return NULL;
	if (image_find_section(&image, PLAN_SECTION, &section))
		plan = plan_read(arena, section.bytes, section.size);
	image_close(&image);
	return plan;
}

void image_list_texts(struct arena *arena, const struct plan *plan, struct text_set *texts)
{
	*texts = (struct text_set){ .arena = arena };
	for (uint32_t i = 0; i < plan->text_count; i++) {
		const struct plan_text *from = &plan->texts[i];
		struct text *text = text_add(texts, from->name, from->bytes, strlen(from->bytes));

		if (text)
			text->hidden_lines = from->hidden_lines;
	}
}
