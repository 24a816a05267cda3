/*
 * JSON: objects and arrays put together piece by piece, the commas kept track of. Texts
 * become valid UTF-8.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct buffer;

struct json {
	struct buffer *out;
	bool wants_comma;
};

/* NAME is the member's name, or NULL inside an array and at the top. */
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, uint64_t number);
void json_integer(struct json *json, const char *name, int64_t number);
void json_bool(struct json *json, const char *name, bool value);
