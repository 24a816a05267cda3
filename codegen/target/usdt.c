/*
 * USDT: the notes of ELF files. A note has three addresses, the place, the file's mark
 * (.stapsdt.base) and the semaphore, and three texts. Where the mark is not at the address
 * that the note says, the file was moved since (prelink), and everything with it.
 */
#include "codegen/target/usdt.h"

#include <errno.h>
#include <string.h>

#include "codegen/target/binary_elf.h"

enum { NOTE_TYPE = 3 };

struct walk {
	Elf *elf;
	uint32_t word;			/* bytes of an address */
	uint64_t mark;			/* where .stapsdt.base is; 0: there is none */
	void (*visit)(void *context, const struct usdt_probe *probe);
	void *context;
};

static uint64_t read_word(const char *at, uint32_t size)
{
	uint64_t word = 0;

	memcpy(&word, at, size);	/* traced machines are little endian, as we are */
	return word;
}

/* The text at *AT, which ends before END; NULL when it does not. *AT goes behind it. */
static const char *take_text(const char **at, const char *end)
{
	const char *text = *at, *stop = text < end ? memchr(text, 0, (size_t)(end - text)) : NULL;

	*at = stop ? stop + 1 : end;
	return stop ? text : NULL;
}

static void visit_note(const struct walk *walk, const char *bytes, size_t size)
{
	const char *at = bytes + 3 * walk->word, *end = bytes + size;
	struct usdt_probe probe = { 0 };
	uint64_t mark, semaphore, moved;

	if (size < 3 * walk->word)
		return;
	probe.address = read_word(bytes, walk->word);
	mark = read_word(bytes + walk->word, walk->word);
	semaphore = read_word(bytes + 2 * walk->word, walk->word);
	moved = mark && walk->mark ? walk->mark - mark : 0;
	probe.address += moved;
	probe.provider = take_text(&at, end);
	probe.name = take_text(&at, end);
	probe.arguments = take_text(&at, end);
	if (!probe.provider || !probe.name)
		return;
	if (!probe.arguments)
		probe.arguments = "";
	if (!binary_to_offset(walk->elf, probe.address, &probe.offset) &&
	    (!semaphore ||
	     !binary_to_offset(walk->elf, semaphore + moved, &probe.semaphore)))
		walk->visit(walk->context, &probe);
}

static void visit_notes(const struct walk *walk, Elf_Data *data)
{
	size_t position = 0, name, content;
	GElf_Nhdr header;

	while (data && (position = gelf_getnote(data, position, &header, &name, &content)))
		if (header.n_type == NOTE_TYPE && header.n_namesz == sizeof("stapsdt") &&
		    !memcmp((const char *)data->d_buf + name, "stapsdt", sizeof("stapsdt")))
			visit_note(walk, (const char *)data->d_buf + content, header.n_descsz);
}

/* The section NAME, its header in HEADER; NULL without one. */
static Elf_Scn *find_section(Elf *elf, const char *name, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;
	const char *own;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return NULL;
	while ((section = elf_nextscn(elf, section))) {
		own = gelf_getshdr(section, header) ? elf_strptr(elf, names, header->sh_name) :
						      NULL;
		if (own && !strcmp(own, name))
			return section;
	}
	return NULL;
}

int usdt_visit(const char *path, void (*visit)(void *context, const struct usdt_probe *probe),
	       void *context)
{
	struct walk walk = { .visit = visit, .context = context };
	struct binary binary;
	int result = binary_open(path, &binary);
	Elf_Scn *notes;
	GElf_Shdr header;

	if (result)
		return result;
	walk.elf = binary.elf;
	walk.word = gelf_getclass(binary.elf) == ELFCLASS32 ? 4 : 8;
	if (find_section(binary.elf, ".stapsdt.base", &header))
		walk.mark = header.sh_addr;
	notes = find_section(binary.elf, ".note.stapsdt", &header);
	if (notes && header.sh_type == SHT_NOTE)
		visit_notes(&walk, elf_getdata(notes, NULL));
	binary_close(&binary);
	return 0;
}

struct wanted {
	const char *name;
	size_t length;
	uint64_t address;
	bool is_found;
};

static bool take_symbol(void *context, const struct binary_symbol *symbol)
{
	struct wanted *wanted = context;

	if (symbol->length != wanted->length || memcmp(symbol->name, wanted->name, wanted->length))
		return true;
	wanted->address = symbol->address;
	wanted->is_found = true;
	return false;
}

int usdt_find_symbol(const char *path, const char *symbol, uint64_t *address)
{
	struct wanted wanted = { .name = symbol, .length = strlen(symbol) };
	struct binary binary;
	int result = binary_open(path, &binary);

	if (result)
		return result;
	binary_walk(binary.elf, &(struct binary_visitor){ take_symbol, &wanted, true });
	binary_close(&binary);
	*address = wanted.address;
	return wanted.is_found ? 0 : -ENOENT;
}
