/*
 * REPL declared: what was entered together is kept and forgotten together, by its first name.
 */
#include "runtime/repl_declared.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_program.h"

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* The word that ends before END. */
static char *word_before(const char *text, const char *end)
{
	const char *start;

	while (end > text && !is_word(end[-1]))
		end--;
	for (start = end; start > text && (is_word(start[-1]) || start[-1] == '@'); start--)
		;
	return strndup(start, (size_t)(end - start));
}

char *repl_declared_name(const char *text)
{
	size_t length;

	text += strspn(text, " \t\n");
	length = strcspn(text, " \t");
	if (!strncmp(text, "import", length)) {
		text += strcspn(text, "\"");
		return *text ? strndup(text + 1, strcspn(text + 1, "\"")) : NULL;
	}
	/* fn NAME(, macro NAME(, kfunc TYPE NAME(, let @NAME = */
	return word_before(text, text + strcspn(text, "(=;"));
}

struct repl_program *repl_declared_find(struct repl *repl, const char *name)
{
	struct repl_program *program;
	char *each;
	bool is_it;

	for (program = repl->programs; program; program = program->next) {
		if (program->kind != WHOLE_DECLARATIONS)
			continue;
		each = repl_declared_name(program->text);
		is_it = each && !strcmp(each, name);
		free(each);
		if (is_it)
			return program;
	}
	return NULL;
}

static bool mentions(const char *text, const char *name)
{
	const char *at = text;
	size_t length = strlen(name);

	while ((at = strstr(at, name))) {
		if ((at == text || !is_word(at[-1])) && !is_word(at[length]))
			return true;
		at += length;
	}
	return false;
}

void repl_declared_forget(struct repl *repl, const char *name)
{
	struct repl_program *program = repl_declared_find(repl, name);
	const struct repl_program *other;

	if (!program) {
		message_error("nothing of the name %s is kept; :list shows what is", name);
		return;
	}
	for (other = repl->programs; other; other = other->next) {
		if (other == program || !mentions(other->text, name))
			continue;
		if (other->number)
			message_error("program %u uses %s; :delete %u first", other->number, name,
				      other->number);
		else
			message_error("something that is kept uses %s: %s", name, other->text);
		return;
	}
	repl_program_delete(program);
}
