/*
 * Type word: the lists.
 */
#include "parser/type_word.h"

#include <string.h>

/* Several of them may stand together: unsigned long. */
static const char *const c_words[] = { "char", "int", "long", "short", "signed", "unsigned" };

static const char *const type_words[] = {
	"bool", "buffer", "inet", "int16", "int32", "int64", "int8", "s16", "s32", "s64", "s8",
	"string", "timestamp", "u16", "u32", "u64", "u8", "uint16", "uint32", "uint64", "uint8",
	"void", "__be16", "__be32", "__be64", "__le16", "__le32", "__le64", "__s16", "__s32",
	"__s64", "__s8", "__u16", "__u32", "__u64", "__u8",
};

static bool is_among(const char *word, size_t length, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return true;
	return false;
}

#define IS_AMONG(word, length, words) \
	is_among(word, length, words, sizeof(words) / sizeof((words)[0]))

bool type_word_is_c(const char *word, size_t length)
{
	return IS_AMONG(word, length, c_words);
}

bool type_word_is_plain(const char *name)
{
	size_t length = strlen(name);

	if (type_word_is_c(name, length) || IS_AMONG(name, length, type_words))
		return true;
	/* An argument may well be called arg_old_size_t; it is a value. */
	return length > 2 && strcmp(name + length - 2, "_t") == 0 &&
	       strncmp(name, "arg_", 4) != 0;
}
