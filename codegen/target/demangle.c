/*
 * Demangle: names of C++ and Rust, read by the C++ library and compared with what people write.
 */
#include "codegen/target/demangle.h"

#include <ctype.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

bool demangle_is_mangled(const char *symbol)
{
	return symbol[0] == '_' && symbol[1] == 'Z';
}

static void load(struct demangler *demangler)
{
	static const char *const libraries[] = { "libstdc++.so.6", "libc++abi.so.1" };
	size_t i;
	void *found;

	demangler->is_tried = true;
	for (i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && !demangler->library; i++)
		demangler->library = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
	found = demangler->library ? dlsym(demangler->library, "__cxa_demangle") : NULL;
	/* ISO C has no cast from an object's pointer to a function's. */
	memcpy(&demangler->read, &found, sizeof(found));
}

bool demangle_can(struct demangler *demangler)
{
	if (!demangler->is_tried)
		load(demangler);
	return demangler->read;
}

/* "core::fmt::write::h0123456789abcdef": older Rust is C++ with a hash as the last part. */
static void cut_hash(char *name)
{
	enum { HASH_DIGITS = 16 };
	char *part = strrchr(name, ':');

	if (part && part > name && part[-1] == ':' && part[1] == 'h' &&
	    strlen(part + 2) == HASH_DIGITS &&
	    strspn(part + 2, "0123456789abcdef") == HASH_DIGITS)
		part[-1] = '\0';
}

char *demangle(struct demangler *demangler, const char *symbol)
{
	char *name;
	int status;

	if (!demangle_is_mangled(symbol) || !demangle_can(demangler))
		return NULL;
	name = demangler->read(symbol, NULL, NULL, &status);
	if (name)
		cut_hash(name);
	return name;
}

void demangle_close(struct demangler *demangler)
{
	if (demangler->library)
		dlclose(demangler->library);
	*demangler = (struct demangler){ 0 };
}

/* ---- comparing ---- */

/* NAME without blanks that say nothing, and without the compiler's note on clones; to be freed. */
static char *tidy(const char *name)
{
	const char *clone = strstr(name, " [clone "), *end = clone ? clone : name + strlen(name);
	char *copy = malloc((size_t)(end - name) + 1), *to = copy;

	if (!copy)
		abort();
	for (; name < end; name++) {
		bool is_dropped = *name == ' ' &&
				  (to == copy || strchr(",(<*& ", to[-1]) || name + 1 == end ||
				   strchr(",)>*& (", name[1]));

		/* "int* f", a result and a name. */
		if (is_dropped && to > copy && strchr("*&", to[-1]) && name + 1 < end &&
		    (isalpha((unsigned char)name[1]) || name[1] == '_'))
			is_dropped = false;
		if (!is_dropped)
			*to++ = *name;
	}
	*to = '\0';
	return copy;
}

/* The characters of an operator's name stand for no brackets: `operator()`, `operator<<`. */
static size_t operator_length(const char *text)
{
	static const char word[] = "operator";
	size_t length = sizeof(word) - 1;

	if (strncmp(text, word, length))
		return 0;
	if (!strncmp(text + length, "()", 2))
		return length + 2;
	return length + strspn(text + length, "+-*/%^&|~!=<>,[]");
}

/* Where NAME's list of parameters begins, its end without one; *BLANK is the last blank before it. */
static size_t find_parameters(const char *name, size_t *blank)
{
	static const char unnamed[] = "(anonymous namespace)";
	size_t at = 0, end = strlen(name), found = end, skipped;
	unsigned depth = 0;

	*blank = 0;
	while (name[at]) {
		skipped = !strncmp(name + at, unnamed, sizeof(unnamed) - 1) ?
			  sizeof(unnamed) - 1 : operator_length(name + at);
		if (skipped) {
			at += skipped;
			continue;
		}
		if (!depth && name[at] == '(')
			found = at;
		if (!depth && name[at] == ' ' && !name[found])
			*blank = at + 1;
		if (strchr("(<[{", name[at]))
			depth++;
		else if (strchr(")>]}", name[at]) && depth)
			depth--;
		at++;
		/* A function inside of a function. */
		if (!depth && !strncmp(name + at, "::", 2))
			found = end;
	}
	return found;
}

static bool star_match(const char *pattern, const char *text)
{
	const char *star = NULL, *again = text;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			again = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* TEXT up to its LENGTH, which is cut there; with and without the result before BLANK. */
static bool is_called(char *text, size_t length, size_t blank, const char *wanted, bool as_pattern)
{
	size_t end;

	text[length] = '\0';
	if (as_pattern)
		return star_match(wanted, text) || star_match(wanted, text + blank);
	if (!strcmp(wanted, text) || !strcmp(wanted, text + blank))
		return true;
	/* An instance of a template: `f<int>`, whose brackets are the last ones. */
	end = strcspn(text + blank, "<");
	return length && text[length - 1] == '>' && strlen(wanted) == end &&
	       !strncmp(wanted, text + blank, end);
}

bool demangle_matches(const char *demangled, const char *wanted, bool as_pattern)
{
	size_t blank, ignored, parameters;
	char *name, *asked;
	bool answer;

	/* What the compiler moved away is no function of its own. */
	if (strstr(demangled, "[clone .cold"))
		return false;
	name = tidy(demangled);
	asked = tidy(wanted);
	parameters = find_parameters(name, &blank);
	if (asked[find_parameters(asked, &ignored)])
		parameters = strlen(name);
	answer = is_called(name, parameters, blank, asked, as_pattern);
	free(name);
	free(asked);
	return answer;
}
