/*
 * Tracepoint: the events of tracefs and the layout of their records.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"

/* The number after KEY on a field's line ("\toffset:8;"); FALLBACK when it is missing. */
static uint32_t read_number(const char *line, const char *key, uint32_t fallback)
{
	const char *found = strstr(line, key);

	return found ? (uint32_t)strtoul(found + strlen(key), NULL, 10) : fallback;
}

/* One line "field:DECLARATION;\toffset:N;\tsize:N;\tsigned:N;"; false for other lines. */
static bool read_field(struct target *target, char *line, bool is_syscall,
		       struct tracepoint_field *field)
{
	char *declaration = strstr(line, "field:");
	char *end = declaration ? strchr(declaration, ';') : NULL;

	if (!end)
		return false;
	declaration += strlen("field:");
	*end++ = '\0';
	field->offset = read_number(end, "offset:", 0);
	field->size = read_number(end, "size:", 0);
	target_declare_field(target, declaration, read_number(end, "signed:", 0), is_syscall,
			     field);
	return strncmp(field->name, "common_", 7) != 0;
}

static void read_format(struct target *target, char *bytes, struct tracepoint *tracepoint)
{
	bool is_syscall = !strcmp(tracepoint->category, "syscalls");
	struct tracepoint_field *fields;
	uint32_t lines = 0;
	char *line, *rest;
	const char *scan;

	for (scan = bytes; (scan = strchr(scan, '\n')); scan++)
		lines++;
	fields = ARENA_NEW_ARRAY(target->arena, struct tracepoint_field, lines + 1);
	tracepoint->fields = fields;
	for (line = strtok_r(bytes, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (!strncmp(line, "ID:", 3))
			tracepoint->id = strtoull(line + 3, NULL, 10);
		else if (read_field(target, line, is_syscall,
				    &fields[tracepoint->field_count]))
			tracepoint->field_count++;
	}
}

/* The record's layout as a fact: "int64 dfd @16, ...". */
static void record_tracepoint(struct target *target, const char *key,
			      const struct tracepoint *tracepoint)
{
	const struct tracepoint_field *field;
	struct buffer text = { 0 };
	uint32_t index;

	for (index = 0; index < tracepoint->field_count; index++) {
		field = &tracepoint->fields[index];
		buffer_append_string(&text, index ? ", " : "");
		type_print(field->type, &text);
		buffer_printf(&text, " %s @%u", field->name, field->offset);
	}
	target_record(target, key, "%s", text.data ? text.data : "no fields");
	buffer_release(&text);
}

/* Names are file names below events: nothing else may be reached through them. */
static bool is_event_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static struct tracepoint *look_up(struct target *target, const char *category, const char *name)
{
	struct tracepoint *tracepoint;
	const char *path;
	char *bytes;

	if (!is_event_name(category) || !is_event_name(name))
		return NULL;
	path = arena_printf(target->arena, "%s/%s/format", category, name);
	bytes = kernel_files_read(target->files, KERNEL_FILE_EVENTS, path, NULL);
	if (!bytes)
		return NULL;
	tracepoint = ARENA_NEW(target->arena, struct tracepoint);
	tracepoint->category = arena_copy_string(target->arena, category);
	tracepoint->name = arena_copy_string(target->arena, name);
	read_format(target, bytes, tracepoint);
	free(bytes);
	return tracepoint;
}

const struct tracepoint *target_find_tracepoint(struct target *target, const char *category,
						const char *name)
{
	const char *key = arena_printf(target->arena, "tracepoint:%s:%s", category, name);
	const struct tracepoint *tracepoint;
	const void *known;

	if (table_find(&target->answers, key, &known))
		return known;
	tracepoint = look_up(target, category, name);
	table_put(&target->answers, key, tracepoint);
	if (tracepoint)
		record_tracepoint(target, key, tracepoint);
	else if (target_tracefs_status(target) == 0)
		target_record(target, key, "absent");
	return tracepoint;
}

/* ---- all events ---- */

static void visit_category(struct target *target, const char *category, const char *pattern,
			   void (*visit)(void *context, const char *category, const char *name),
			   void *context)
{
	struct kernel_names events = kernel_files_list(target->files, KERNEL_FILE_EVENTS, category,
						       pattern);
	uint32_t index;

	for (index = 0; index < events.count; index++)
		visit(context, arena_copy_string(target->arena, category),
		      arena_copy_string(target->arena, events.names[index]));
	kernel_names_release(&events);
}

void target_match_tracepoints(struct target *target, const char *category, const char *pattern,
			      void (*visit)(void *context, const char *category, const char *name),
			      void *context)
{
	struct kernel_names categories = kernel_files_list(target->files, KERNEL_FILE_EVENTS, NULL,
							   category);
	uint32_t index;

	/* The function tracer's own record formats lie there too; nothing can be attached. */
	for (index = 0; index < categories.count; index++)
		if (strcmp(categories.names[index], "ftrace"))
			visit_category(target, categories.names[index], pattern, visit, context);
	kernel_names_release(&categories);
}

void target_match_categories(struct target *target, const char *pattern,
			     void (*visit)(void *context, const char *category), void *context)
{
	struct kernel_names names = kernel_files_list(target->files, KERNEL_FILE_EVENTS, NULL,
						      pattern);
	uint32_t index;

	for (index = 0; index < names.count; index++)
		if (strcmp(names.names[index], "ftrace"))
			visit(context, arena_copy_string(target->arena, names.names[index]));
	kernel_names_release(&names);
}

static void suggest_event(void *context, const char *category, const char *name)
{
	struct suggest *suggest = ((void **)context)[0];
	struct target *target = ((void **)context)[1];
	const char *before = suggest->best;
	char text[512];

	snprintf(text, sizeof(text), "%s:%s", category, name);
	suggest_offer(suggest, text);
	if (suggest->best != before)
		suggest->best = arena_copy_string(target->arena, text);
}

void target_suggest_tracepoint(struct target *target, struct suggest *suggest)
{
	target_match_tracepoints(target, NULL, NULL, suggest_event, (void *[]){ suggest, target });
}
