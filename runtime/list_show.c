/*
 * List show: the lines of -l, in order; names that several have are one line.
 */
#include "runtime/list_internal.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/buffer.h"

static int compare_entries(const void *one, const void *other)
{
	return strcmp(((const struct list_entry *)one)->title,
		      ((const struct list_entry *)other)->title);
}

static void sort(struct listing *listing)
{
	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(listing->entries[0]),
		      compare_entries);
}

/* ---- probes ---- */

/* The name stands before an array's bounds, as C has it: "char prev_comm[16]". */
static void show_variable(FILE *out, const char *c_type, const char *name)
{
	const char *bounds = strstr(c_type, " [");

	if (bounds)
		fprintf(out, "    %.*s %s%s\n", (int)(bounds - c_type), c_type, name, bounds + 1);
	else
		fprintf(out, "    %s %s\n", c_type, name);
}

static void show_detail(struct listing *listing, const struct list_entry *entry)
{
	struct list_detail detail = list_detail_find(listing, entry);

	for (uint32_t i = 0; i < detail.argument_count; i++)
		show_variable(listing->out, detail.arguments[i].c_type, detail.arguments[i].name);
	if (detail.is_variadic)
		fputs("    ...\n", listing->out);
	if (detail.result)
		show_variable(listing->out, detail.result, "retval");
}

void list_show_probes(struct listing *listing)
{
	sort(listing);
	for (size_t i = 0; i < listing->count; i++) {
		const struct list_entry *entry = &listing->entries[i];

		if (i && !compare_entries(entry - 1, entry))
			continue;
		if (listing->is_json) {
			list_json_probe(listing, entry);
			continue;
		}
		fprintf(listing->out, "%s\n", entry->title);
		if (listing->verbose)
			show_detail(listing, entry);
	}
	listing->count = 0;
}

/* ---- types ---- */

static const struct type *find_tagged(struct target *target, const char *text)
{
	const char *name = strchr(text, ' ') + 1;

	if (!strncmp(text, "enum ", 5))
		return target_find_enum(target, name);
	return target_find_struct(target, name, !strncmp(text, "union ", 6));
}

const char *list_origin(const struct type *type)
{
	if (type->members)
		return type->members->origin;
	return type->constants ? type->constants->origin : "vmlinux";
}

static void show_type(struct listing *listing, const struct list_entry *entry,
		      const struct type *type)
{
	struct buffer text = { 0 };

	if (listing->is_json) {
		list_json_type(listing, entry, type);
	} else if (!type) {
		fprintf(listing->out, "%s\n", entry->title);
	} else {
		target_print_definition(listing->target, type, &text);
		fprintf(listing->out, "%s: %s\n", list_origin(type), text.data);
	}
	buffer_release(&text);
}

void list_show_types(struct listing *listing)
{
	sort(listing);
	for (size_t i = 0; i < listing->count; i++) {
		const struct list_entry *entry = &listing->entries[i];

		show_type(listing, entry, listing->verbose ? find_tagged(listing->target,
									 entry->name) : NULL);
	}
	listing->count = 0;
}
