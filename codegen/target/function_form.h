/*
 * Function form: what the dots in a symbol's name say. Compilers and linkers make
 * other functions of one and name them after it, with a suffix of their own.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum function_form {
	FUNCTION_ITSELF,	/* the name as the source has it */
	FUNCTION_RENAMED,	/* f.llvm.123: the same function, the name made unique */
	FUNCTION_CLONE,		/* f.isra.0: a copy whose parameters are not the source's */
	FUNCTION_PART,		/* f.part.0: what is left of it where its beginning is inlined */
	FUNCTION_NO_ENTRY,	/* f.cold, or no name that a compiler makes: nobody calls it as f */
};

/*
 * The form of the function that is called SYMBOL (LENGTH bytes), for one that the
 * source calls by the first BASE bytes of it.
 */
enum function_form function_form_find(const char *symbol, size_t length, size_t base);
