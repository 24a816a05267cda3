/*
 * Reads JSON lines as a strict reader does (RFC 8259: UTF-8, no control characters,
 * no name twice in an object) and says what is wrong with the first that is not.
 *
 *   json_lines                   every line is one object
 *   json_lines TYPE MEMBER...    of each object of that "type" the members of its "data", as
 *                                the hexadecimal bytes of texts (of "MEMBER_hex", if there is
 *                                one) and the text of everything else
 *   json_lines -t TYPE MEMBER... the same with the texts as they are, and tabs between
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 64 };

struct value {
	bool is_text, is_object;
	const char *raw;		/* as it stands in the line */
	size_t raw_length;
	unsigned char *text;		/* is_text: escapes undone */
	size_t length;
	struct member *members;		/* is_object */
};

struct member {
	struct value name, value;
	struct member *next;
};

struct reader {
	const char *start, *at, *end;
	unsigned long line;
	unsigned depth;
};

static void fail(const struct reader *reader, const char *what)
{
	printf("line %lu, byte %zu: %s\n%.*s\n", reader->line, (size_t)(reader->at - reader->start),
	       what, (int)(reader->end - reader->start), reader->start);
	exit(1);
}

static void *get(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort();
	return memory;
}

static void skip_blanks(struct reader *reader)
{
	while (reader->at < reader->end && strchr(" \t\r", *reader->at))
		reader->at++;
}

static int peek(const struct reader *reader)
{
	return reader->at < reader->end ? (unsigned char)*reader->at : -1;
}

static void expect(struct reader *reader, char wanted)
{
	char what[] = "expected `?`";

	what[10] = wanted;
	skip_blanks(reader);
	if (peek(reader) != wanted)
		fail(reader, what);
	reader->at++;
}

static unsigned read_hex(struct reader *reader)
{
	unsigned number = 0;

	for (int i = 0; i < 4; i++, reader->at++) {
		if (peek(reader) < 0 || !isxdigit(peek(reader)))
			fail(reader, "\\u takes four digits");
		number = number * 16 + (unsigned)(isdigit(peek(reader)) ? peek(reader) - '0' :
						  (peek(reader) | 32) - 'a' + 10);
	}
	return number;
}

static void append_utf8(struct value *value, unsigned character)
{
	unsigned char *out = value->text + value->length;

	if (character < 0x80) {
		value->length += 1;
		out[0] = (unsigned char)character;
	} else if (character < 0x800) {
		value->length += 2;
		out[0] = (unsigned char)(0xc0 | character >> 6);
		out[1] = (unsigned char)(0x80 | (character & 63));
	} else if (character < 0x10000) {
		value->length += 3;
		out[0] = (unsigned char)(0xe0 | character >> 12);
		out[1] = (unsigned char)(0x80 | (character >> 6 & 63));
		out[2] = (unsigned char)(0x80 | (character & 63));
	} else {
		value->length += 4;
		out[0] = (unsigned char)(0xf0 | character >> 18);
		out[1] = (unsigned char)(0x80 | (character >> 12 & 63));
		out[2] = (unsigned char)(0x80 | (character >> 6 & 63));
		out[3] = (unsigned char)(0x80 | (character & 63));
	}
}

static void read_unicode(struct reader *reader, struct value *value)
{
	unsigned first = read_hex(reader), second;

	if (first >= 0xdc00 && first < 0xe000)
		fail(reader, "half of a character");
	if (first >= 0xd800 && first < 0xdc00) {
		if (reader->end - reader->at < 6 || memcmp(reader->at, "\\u", 2))
			fail(reader, "half of a character");
		reader->at += 2;
		second = read_hex(reader);
		if (second < 0xdc00 || second >= 0xe000)
			fail(reader, "half of a character");
		first = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
	}
	append_utf8(value, first);
}

static void read_escape(struct reader *reader, struct value *value)
{
	static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *found;

	reader->at++;
	if (peek(reader) == 'u') {
		reader->at++;
		read_unicode(reader, value);
		return;
	}
	found = peek(reader) > 0 ? strchr(names, peek(reader)) : NULL;
	if (!found)
		fail(reader, "no such escape");
	value->text[value->length++] = (unsigned char)bytes[found - names];
	reader->at++;
}

/* A character of several bytes, in its shortest form and one that there is. */
static void read_multibyte(struct reader *reader, struct value *value)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned first = (unsigned)peek(reader), character;
	int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;

	if (first < 0xc2 || first > 0xf4 || reader->end - reader->at < size)
		fail(reader, "not UTF-8");
	character = first & (0x7fu >> size);
	for (int i = 1; i < size; i++) {
		if (((unsigned char)reader->at[i] & 0xc0) != 0x80)
			fail(reader, "not UTF-8");
		character = character << 6 | ((unsigned char)reader->at[i] & 63);
	}
	if (character < least[size] || character > 0x10ffff ||
	    (character >= 0xd800 && character < 0xe000))
		fail(reader, "not UTF-8");
	memcpy(value->text + value->length, reader->at, (size_t)size);
	value->length += (size_t)size;
	reader->at += size;
}

static void read_text(struct reader *reader, struct value *value)
{
	expect(reader, '"');
	value->is_text = true;
	value->text = get((size_t)(reader->end - reader->at) + 1);
	while (peek(reader) != '"') {
		if (peek(reader) < 0)
			fail(reader, "a text without end");
		if (peek(reader) < ' ')
			fail(reader, "a control character");
		if (peek(reader) == '\\')
			read_escape(reader, value);
		else if (peek(reader) >= 0x80)
			read_multibyte(reader, value);
		else
			value->text[value->length++] = (unsigned char)*reader->at++;
	}
	reader->at++;
}

static void read_digits(struct reader *reader)
{
	if (!isdigit(peek(reader)))
		fail(reader, "expected a digit");
	while (peek(reader) >= 0 && isdigit(peek(reader)))
		reader->at++;
}

static void read_number(struct reader *reader)
{
	if (peek(reader) == '-')
		reader->at++;
	if (peek(reader) == '0')
		reader->at++;
	else
		read_digits(reader);
	if (peek(reader) == '.') {
		reader->at++;
		read_digits(reader);
	}
	if (peek(reader) == 'e' || peek(reader) == 'E') {
		reader->at++;
		if (peek(reader) == '+' || peek(reader) == '-')
			reader->at++;
		read_digits(reader);
	}
}

static void read_value(struct reader *reader, struct value *value);

static bool is_text(const struct value *value, const char *text)
{
	return value->is_text && value->length == strlen(text) &&
	       !memcmp(value->text, text, value->length);
}

static void read_object(struct reader *reader, struct value *value)
{
	struct member *member, *other, **end = &value->members;

	expect(reader, '{');
	value->is_object = true;
	skip_blanks(reader);
	while (peek(reader) != '}') {
		if (value->members)
			expect(reader, ',');
		skip_blanks(reader);
		member = get(sizeof(*member));
		read_text(reader, &member->name);
		for (other = value->members; other; other = other->next)
			if (other->name.length == member->name.length &&
			    !memcmp(other->name.text, member->name.text, member->name.length))
				fail(reader, "a name stands there twice");
		expect(reader, ':');
		read_value(reader, &member->value);
		*end = member;
		end = &member->next;
		skip_blanks(reader);
	}
	reader->at++;
}

static void read_array(struct reader *reader)
{
	bool is_first = true;

	expect(reader, '[');
	skip_blanks(reader);
	while (peek(reader) != ']') {
		if (!is_first)
			expect(reader, ',');
		is_first = false;
		read_value(reader, get(sizeof(struct value)));
		skip_blanks(reader);
	}
	reader->at++;
}

static void read_word(struct reader *reader, const char *word)
{
	if ((size_t)(reader->end - reader->at) < strlen(word) ||
	    memcmp(reader->at, word, strlen(word)))
		fail(reader, "expected a value");
	reader->at += strlen(word);
}

static void read_value(struct reader *reader, struct value *value)
{
	skip_blanks(reader);
	value->raw = reader->at;
	if (++reader->depth > DEPTH)
		fail(reader, "too deep");
	switch (peek(reader)) {
	case '{': read_object(reader, value); break;
	case '[': read_array(reader); break;
	case '"': read_text(reader, value); break;
	case 't': read_word(reader, "true"); break;
	case 'f': read_word(reader, "false"); break;
	case 'n': read_word(reader, "null"); break;
	default: read_number(reader); break;
	}
	reader->depth--;
	value->raw_length = (size_t)(reader->at - value->raw);
}

/* The member of that name with ENDING behind it, or NULL. */
static const struct value *find(const struct value *object, const char *name, const char *ending)
{
	char whole[256];

	snprintf(whole, sizeof(whole), "%s%s", name, ending);
	for (const struct member *member = object->members; member; member = member->next)
		if (is_text(&member->name, whole))
			return &member->value;
	return NULL;
}

static void show_plain(const struct value *data, const char *name)
{
	const struct value *value = find(data, name, "");

	if (value && value->is_text)
		fwrite(value->text, 1, value->length, stdout);
	else
		printf("%.*s", value ? (int)value->raw_length : 4, value ? value->raw : "none");
}

static void show(const struct value *data, const char *name)
{
	const struct value *exact = find(data, name, "_hex"), *value = find(data, name, "");

	if (exact)
		printf("%.*s", (int)exact->length, exact->text);
	else if (!value)
		printf("none");
	else if (!value->is_text)
		printf("%.*s", (int)value->raw_length, value->raw);
	for (size_t i = 0; !exact && value && value->is_text && i < value->length; i++)
		printf("%02x", value->text[i]);
}

static void show_members(const struct value *object, char **wanted)
{
	bool is_plain = wanted[0] && !strcmp(wanted[0], "-t");
	const struct value *type = find(object, "type", ""), *data = find(object, "data", "");

	wanted += is_plain;
	if (!wanted[0] || !type || !data || !is_text(type, wanted[0]))
		return;
	for (int i = 1; wanted[i]; i++) {
		printf("%s", i == 1 ? "" : is_plain ? "\t" : " ");
		if (is_plain)
			show_plain(data, wanted[i]);
		else
			show(data, wanted[i]);
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	struct reader reader = { .line = 0 };
	size_t room = 0;
	char *line = NULL;
	ssize_t length;

	(void)argc;
	while ((length = getline(&line, &room, stdin)) > 0) {
		struct value object = { .is_object = false };

		reader.line++;
		reader.start = reader.at = line;
		reader.end = line + length;
		if (line[length - 1] != '\n')
			fail(&reader, "a line without end");
		reader.end--;
		read_object(&reader, &object);
		skip_blanks(&reader);
		if (reader.at != reader.end)
			fail(&reader, "something behind the object");
		show_members(&object, argv + 1);
	}
	free(line);
	if (!reader.line)
		return 1;
	return 0;
}
