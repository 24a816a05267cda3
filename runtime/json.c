/*
 * JSON: the writer for what is no value of a program: plans, checks.
 */
#include "runtime/json.h"

#include <inttypes.h>
#include <string.h>

#include "lexer/buffer.h"
#include "runtime/render.h"

static void append_name(struct json *json, const char *name)
{
	if (json->wants_comma)
		buffer_append_string(json->out, ", ");
	json->wants_comma = true;
	if (name)
		buffer_printf(json->out, "\"%s\": ", name);
}

void json_open(struct json *json, const char *name, char bracket)
{
	append_name(json, name);
	buffer_append_char(json->out, bracket);
	json->wants_comma = false;
}

void json_close(struct json *json, char bracket)
{
	buffer_append_char(json->out, bracket);
	json->wants_comma = true;
}

void json_string(struct json *json, const char *name, const char *text)
{
	append_name(json, name);
	buffer_append_char(json->out, '"');
	render_json_bytes(text, strlen(text), json->out);
	buffer_append_char(json->out, '"');
}

void json_number(struct json *json, const char *name, uint64_t number)
{
	append_name(json, name);
	buffer_printf(json->out, "%" PRIu64, number);
}

void json_integer(struct json *json, const char *name, int64_t number)
{
	append_name(json, name);
	buffer_printf(json->out, "%" PRId64, number);
}

void json_bool(struct json *json, const char *name, bool value)
{
	append_name(json, name);
	buffer_append_string(json->out, value ? "true" : "false");
}
