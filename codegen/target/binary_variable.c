/*
 * Binary variable: where what a symbol names is in the memory of a process, which is where the
 * file says plus what the loader chose for the process. The distance from any code of the same
 * file is the same everywhere.
 */
#include <errno.h>
#include <string.h>

#include "codegen/target/binary.h"
#include "codegen/target/binary_elf.h"

struct wanted {
	const char *name;
	size_t length;
	struct binary_variable *variable;	/* address 0: not found yet */
};

/* What programs that are linked today would get ends the search. */
static bool take(void *context, const struct binary_symbol *symbol)
{
	const struct wanted *wanted = context;

	if (symbol->is_choice || symbol->length != wanted->length ||
	    memcmp(symbol->name, wanted->name, wanted->length))
		return true;
	wanted->variable->address = symbol->address;
	wanted->variable->size = symbol->size;
	return symbol->is_old;
}

int binary_find_variable(const char *path, const char *symbol, uint64_t offset,
			 struct binary_variable *variable)
{
	struct wanted wanted = { symbol, strlen(symbol), variable };
	struct binary binary;
	uint64_t code = 0;
	GElf_Ehdr header;
	int result = binary_open(path, &binary);

	*variable = (struct binary_variable){ 0 };
	if (result)
		return result;
	binary_walk(binary.elf, &(struct binary_visitor){
		.visit = take, .context = &wanted, .takes_variables = true,
	});
	result = variable->address ? binary_to_address(binary.elf, offset, &code) : -ENOENT;
	variable->distance = (int64_t)(variable->address - code);
	variable->is_fixed = gelf_getehdr(binary.elf, &header) && header.e_type == ET_EXEC;
	binary_close(&binary);
	return result;
}
