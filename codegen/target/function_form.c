/*
 * Function form: the rows of the suffixes, and reading a name from its end.
 */
#include "codegen/target/function_form.h"

#include <ctype.h>
#include <string.h>

struct suffix {
	const char *word;
	enum function_form form;
	bool is_numbered;	/* a number follows: .isra.0 */
};

/*
 * Ordered from what changes a function least. LTO makes local names unique when
 * it gives them to other files: nothing but the name is changed then, and the
 * prototype is still the source's. Every other suffix stands for a copy that was
 * made so that something about its parameters or its result could be changed.
 */
static const struct suffix suffixes[] = {
	{ "llvm", FUNCTION_RENAMED, true },
	{ "lto_priv", FUNCTION_RENAMED, true },
	{ "__uniq", FUNCTION_RENAMED, true },
	{ "isra", FUNCTION_CLONE, true },
	{ "constprop", FUNCTION_CLONE, true },
	{ "specialized", FUNCTION_CLONE, true },
	{ "argelim", FUNCTION_CLONE, false },
	{ "argprom", FUNCTION_CLONE, false },
	{ "retelim", FUNCTION_CLONE, false },
	{ "part", FUNCTION_PART, true },
	{ "cold", FUNCTION_NO_ENTRY, false },
};

static const struct suffix *find_suffix(const char *word, size_t length)
{
	size_t index;

	for (index = 0; index < sizeof(suffixes) / sizeof(suffixes[0]); index++)
		if (strlen(suffixes[index].word) == length &&
		    !memcmp(suffixes[index].word, word, length))
			return &suffixes[index];
	return NULL;
}

static bool is_number(const char *text, size_t length)
{
	size_t index;

	for (index = 0; index < length; index++)
		if (!isdigit((unsigned char)text[index]))
			return false;
	return length > 0;
}

static size_t word_length(const char *text, size_t length)
{
	const char *dot = memchr(text, '.', length);

	return dot ? (size_t)(dot - text) : length;
}

/* Reads one suffix, ".isra.0", at TEXT; the bytes it takes, 0 when there is none. */
static size_t read_suffix(const char *text, size_t length, enum function_form *form)
{
	const struct suffix *suffix;
	size_t word, number;

	if (length < 2 || *text != '.')
		return 0;
	word = word_length(text + 1, length - 1);
	suffix = find_suffix(text + 1, word);
	if (!suffix)
		return 0;
	*form = suffix->form;
	word++;
	if (!suffix->is_numbered)
		return word;
	if (word + 1 >= length)
		return 0;
	number = word_length(text + word + 1, length - word - 1);
	return is_number(text + word + 1, number) ? word + 1 + number : 0;
}

enum function_form function_form_find(const char *symbol, size_t length, size_t base)
{
	enum function_form form = FUNCTION_ITSELF, each;
	size_t read;

	while (base < length) {
		read = read_suffix(symbol + base, length - base, &each);
		if (!read)
			return FUNCTION_NO_ENTRY;
		/* Of several suffixes the one that changes most rules. */
		form = each > form ? each : form;
		base += read;
	}
	return form;
}
