/*
 * Events: carrying out what the ring buffer's records ask for, a function for each
 * kind. Printed text is put together in one buffer that is kept between events.
 */
#include "runtime/events.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/text.h"
#include "runtime/command.h"
#include "runtime/image.h"
#include "runtime/live.h"
#include "runtime/map_snapshot.h"
#include "runtime/message.h"
#include "runtime/recorder.h"
#include "runtime/render.h"
#include "runtime/row.h"
#include "runtime/sink.h"

/* The record of PLAN_EVENT_PRINT_MAP, and the start of CLEAR_MAP's and ZERO_MAP's. */
struct map_record {
	struct plan_record record;
	uint64_t generation;
	uint32_t top;
	uint32_t divisor;
};

/* The record of PLAN_EVENT_PRINT_RECORDS. */
struct print_records {
	struct plan_record record;
	uint64_t place;
	uint32_t top;
	uint32_t unused;
};

/* What the kinds need at least, beside the values that the plan's reader checked. */
struct event_row {
	void (*handle)(struct events *events, const struct plan_event *event, const void *record);
	uint32_t record_size;
	uint32_t value_count;
	bool needs_map;
};

static void handle_printf(struct events *events, const struct plan_event *event,
			  const void *record)
{
	buffer_clear(&events->text);
	render_printf(events->render, event, record, &events->text);
	sink_text(events->sink, "printf", events->text.data ? events->text.data : "",
		  events->text.length);
}

/* The text that a format and its values make; it lasts until the next. */
static const char *make_text(struct events *events, const struct render *render,
			     const struct plan_event *event, const void *record)
{
	buffer_clear(&events->text);
	render_printf(render, event, record, &events->text);
	buffer_append_char(&events->text, '\0');
	return events->text.data;
}

static void handle_message(struct events *events, const struct plan_event *event,
			   const void *record)
{
	bool is_error = event->kind == PLAN_EVENT_ERRORF;
	const char *text = make_text(events, events->render, event, record);
	struct arena *arena;
	struct text_set texts;
	struct text_place place = { 0 };
	struct sink_message message = { .type = is_error ? "errorf" : "warnf", .text = text };

	if (!is_error && events->no_warnings)
		return;
	arena = arena_new();
	image_list_texts(arena, events->live->plan, &texts);
	if (text_find_place(&texts, event->span.start, &place)) {
		message.file = place.text->name;
		message.line = place.line;
		message.column = place.column;
	}
	if (!sink_message(events->sink, &message)) {
		sink_flush(events->sink);
		fprintf(stderr, "%s:%u:%u: %s: %s\n", message.file ? message.file : "",
			message.line, message.column, is_error ? "error" : "warning", text);
	}
	arena_free(arena);
}

/* A path or a command: no byte of it is there to be shown. */
static const char *make_plain(struct events *events, const struct plan_event *event,
			      const void *record)
{
	struct render plain = *events->render;

	plain.escape = false;
	return make_text(events, &plain, event, record);
}

/* Appends what FD has, MOST bytes of it; false with errno set when it cannot be read. */
static bool read_most(int fd, size_t most, struct buffer *out)
{
	enum { CHUNK = 4096 };
	ssize_t count;

	while (out->length < most) {
		size_t wanted = most - out->length < CHUNK ? most - out->length : CHUNK;

		count = read(fd, buffer_reserve(out, wanted), wanted);
		out->length -= wanted - (count > 0 ? (size_t)count : 0);
		if (count < 0)
			return false;
		if (!count)
			break;
	}
	return true;
}

static void handle_cat(struct events *events, const struct plan_event *event, const void *record)
{
	const char *path = make_plain(events, event, record);
	struct buffer bytes = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || !read_most(fd, events->live->plan->settings.cat_bytes, &bytes))
		message_warning("cat: %s cannot be read: %s", path, message_system(errno));
	else
		sink_text(events->sink, "cat", bytes.data ? bytes.data : "", bytes.length);
	if (fd >= 0)
		close(fd);
	buffer_release(&bytes);
}

static void handle_system(struct events *events, const struct plan_event *event,
			  const void *record)
{
	const char *command = make_plain(events, event, record);
	struct buffer said = { 0 };
	int error;

	sink_flush(events->sink);
	error = command_run(command, &said);
	if (error)
		message_warning("system: %s cannot be run: %s", command, message_system(error));
	sink_text(events->sink, "syscall", said.data ? said.data : "", said.length);
	buffer_release(&said);
}

static void handle_print(struct events *events, const struct plan_event *event,
			 const void *record)
{
	const struct layout *value = &event->values[0];

	sink_value(events->sink, value, (const char *)record + value->offset);
}

/* Says that a map could not be read; the run goes on. */
static void complain(const struct plan_map *map, const char *what, int error)
{
	fprintf(stderr, "ktrace: cannot %s %s: %s\n", what, map->name, strerror(-error));
}

/* Prints LIST and releases it, unless ERROR says that it could not be read. */
static void show_records(struct events *events, const struct plan_map *map,
			 struct record_list *list, int error)
{
	if (error) {
		complain(map, "read", error);
		return;
	}
	list->rows = events->rows;
	sink_records(events->sink, list);
	recorder_release(list);
}

static void handle_print_records(struct events *events, const struct plan_event *event,
				 const void *record)
{
	const struct plan_map *map = &events->live->plan->maps[event->map];
	const struct layout *key = &event->values[0];
	struct print_records wanted;
	struct record_list list;
	const unsigned char *bytes = NULL;
	int error;

	memcpy(&wanted, record, sizeof(wanted));
	/* The key's layout counts from the stored key's start. */
	if (key->kind != LAYOUT_NONE)
		bytes = (const unsigned char *)record + key->offset - map->key.offset;
	error = recorder_read_place(events->live, event->map, wanted.place, bytes, wanted.top,
				    &list);
	show_records(events, map, &list, error);
}

static void handle_free_places(struct events *events, const struct plan_event *event,
			       const void *record)
{
	(void)event;
	(void)record;
	events->has_free_places = true;
}

static void handle_print_map(struct events *events, const struct plan_event *event,
			     const void *record)
{
	const struct plan_map *map = &events->live->plan->maps[event->map];
	struct map_snapshot snapshot;
	struct record_list list;
	struct map_record wanted;
	int error;

	memcpy(&wanted, record, sizeof(wanted));
	if (map->is_recorder) {
		error = recorder_read(events->live, event->map, wanted.generation, wanted.top,
				      &list);
		show_records(events, map, &list, error);
		return;
	}
	error = map_snapshot_read(events->live, event->map, wanted.generation, &snapshot);
	if (error) {
		complain(map, "read", error);
		return;
	}
	snapshot.top = wanted.top;
	snapshot.divisor = wanted.divisor;
	sink_map(events->sink, &snapshot);
	map_snapshot_release(&snapshot);
}

/* A keyed map's entry prints as a value, a scalar map as itself. */
static void handle_print_map_entry(struct events *events, const struct plan_event *event,
				   const void *record)
{
	const struct layout *value = &event->values[1];
	const unsigned char *data = (const unsigned char *)record + value->offset;
	struct plan_map map = events->live->plan->maps[event->map];
	struct map_entry entry = { .value = data };
	struct map_snapshot snapshot = { .map = &map, .entries = &entry, .entry_count = 1,
					 .was_written = true };

	if (event->values[0].kind != LAYOUT_NONE) {
		sink_value(events->sink, value, data);
		return;
	}
	map.value = *value;
	map.value.offset = 0;
	map.is_scalar = true;
	sink_map(events->sink, &snapshot);
}

/* Who shares the map has to look for the new entries before the old ones are gone. */
static void end_generation(struct events *events, uint32_t map, uint64_t past)
{
	if (events->cleared)
		events->cleared(events->cleared_context, map, past + 1);
	map_snapshot_expire(events->live, map, past + 1);
}

static void handle_clear_map(struct events *events, const struct plan_event *event,
			     const void *record)
{
	struct map_record past;

	memcpy(&past, record, offsetof(struct map_record, top));
	if (events->live->plan->maps[event->map].is_recorder)
		events->has_free_places = true;
	else
		end_generation(events, event->map, past.generation);
}

static void handle_zero_map(struct events *events, const struct plan_event *event,
			    const void *record)
{
	struct map_record past;
	int error;

	memcpy(&past, record, offsetof(struct map_record, top));
	error = map_snapshot_zero(events->live, event->map, past.generation);
	if (error)
		complain(&events->live->plan->maps[event->map], "zero", error);
	end_generation(events, event->map, past.generation);
}

static void handle_exit(struct events *events, const struct plan_event *event,
			const void *record)
{
	const struct layout *status = &event->values[0];
	const struct render plain = { 0 };

	events->exit_requested = true;
	events->exit_status = (int)render_number(&plain, status,
						 (const char *)record + status->offset);
}

static void handle_time(struct events *events, const struct plan_event *event,
			const void *record)
{
	struct timespec now;

	(void)record;
	clock_gettime(CLOCK_REALTIME, &now);
	buffer_clear(&events->text);
	render_time(event->text, now.tv_sec, (uint32_t)now.tv_nsec, &events->text);
	sink_text(events->sink, "time", events->text.data ? events->text.data : "",
		  events->text.length);
}

static void handle_join(struct events *events, const struct plan_event *event,
			const void *record)
{
	const struct render plain = { 0 };
	const struct layout *words = &event->values[1];
	uint64_t count = render_number(&plain, &event->values[0],
				       (const char *)record + event->values[0].offset);
	uint32_t i;

	buffer_clear(&events->text);
	for (i = 0; i < count && i + 1 < event->value_count; i++) {
		if (i)
			buffer_append_string(&events->text, event->text);
		render_text(events->render, &words[i], (const char *)record + words[i].offset,
			    &events->text);
	}
	sink_text(events->sink, "join", events->text.data ? events->text.data : "",
		  events->text.length);
	sink_text(events->sink, NULL, "\n", 1);
}

static void handle_emit(struct events *events, const struct plan_event *event,
			const void *record)
{
	sink_row(events->sink, rows_find(events->rows, event), record);
}

static void handle_warning(struct events *events, const struct plan_event *event,
			   const void *record)
{
	const struct plan *plan = events->live->plan;
	struct arena *arena;
	struct text_set texts;
	struct diag_set diags;
	struct text *text;
	uint32_t i;

	(void)record;
	if (events->no_warnings)
		return;
	arena = arena_new();
	texts = (struct text_set){ .arena = arena };
	diags = (struct diag_set){ .arena = arena, .texts = &texts };
	for (i = 0; i < plan->text_count; i++) {
		text = ARENA_NEW(arena, struct text);
		*text = (struct text){ .name = plan->texts[i].name,
				       .bytes = plan->texts[i].bytes,
				       .length = (uint32_t)strlen(plan->texts[i].bytes),
				       .base = plan->texts[i].base,
				       .hidden_lines = plan->texts[i].hidden_lines };
		if (texts.last)
			texts.last->next = text;
		else
			texts.first = text;
		texts.last = text;
	}
	diag_warning(&diags, event->span, "%s", event->text);
	diag_print(&diags, stderr, false);
	arena_free(arena);
}

static const struct event_row rows[] = {
	[PLAN_EVENT_PRINTF] = { handle_printf, 0, 0, false },
	[PLAN_EVENT_ERRORF] = { handle_message, 0, 0, false },
	[PLAN_EVENT_WARNF] = { handle_message, 0, 0, false },
	[PLAN_EVENT_CAT] = { handle_cat, 0, 0, false },
	[PLAN_EVENT_SYSTEM] = { handle_system, 0, 0, false },
	[PLAN_EVENT_PRINT] = { handle_print, 0, 1, false },
	[PLAN_EVENT_PRINT_MAP] = { handle_print_map, sizeof(struct map_record), 0, true },
	[PLAN_EVENT_PRINT_MAP_ENTRY] = { handle_print_map_entry, 0, 2, true },
	[PLAN_EVENT_CLEAR_MAP] = { handle_clear_map, offsetof(struct map_record, top), 0, true },
	[PLAN_EVENT_ZERO_MAP] = { handle_zero_map, offsetof(struct map_record, top), 0, true },
	[PLAN_EVENT_EXIT] = { handle_exit, 0, 1, false },
	[PLAN_EVENT_TIME] = { handle_time, 0, 0, false },
	[PLAN_EVENT_JOIN] = { handle_join, 0, 1, false },
	[PLAN_EVENT_EMIT] = { handle_emit, 0, 1, false },
	[PLAN_EVENT_WARNING] = { handle_warning, 0, 0, false },
	[PLAN_EVENT_RECORD] = { NULL, UINT32_MAX, 0, false },
	[PLAN_EVENT_RECORD_ROW] = { NULL, UINT32_MAX, 0, false },
	[PLAN_EVENT_PRINT_RECORDS] = { handle_print_records, sizeof(struct print_records), 1, true },
	[PLAN_EVENT_FREE_PLACES] = { handle_free_places, 0, 0, true },
};

/* The event that RECORD belongs to, or NULL when it fits none. */
static const struct plan_event *find_event(const struct events *events, const void *record,
					   size_t size, struct plan_record *head)
{
	const struct plan *plan = events->live->plan;
	const struct plan_event *event;
	const struct event_row *row;

	if (size < sizeof(*head))
		return NULL;
	memcpy(head, record, sizeof(*head));
	if (head->event >= plan->event_count)
		return NULL;
	event = &plan->events[head->event];
	row = &rows[event->kind];
	if (size < event->record_size || size < row->record_size ||
	    event->value_count < row->value_count ||
	    (row->needs_map && event->map >= plan->map_count))
		return NULL;
	return event;
}

void events_handle(struct events *events, const void *record, size_t size)
{
	const struct plan_event *event;
	struct plan_record head;

	event = find_event(events, record, size, &head);
	if (!event) {
		fprintf(stderr, "ktrace: a record of %zu bytes fits no event; this is a defect of "
			"ktrace, please report it\n", size);
		return;
	}
	rows[event->kind].handle(events, event, record);
	events->delivered += plan_event_is_output(event->kind);
	events->fault += (head.flags & PLAN_RECORD_FAULT) != 0;
	events->truncated += (head.flags & PLAN_RECORD_TRUNCATED) != 0;
}

void events_sweep(struct events *events)
{
	const struct plan *plan = events->live->plan;
	int error;

	events->has_free_places = false;
	for (uint32_t i = 0; i < plan->recorder_count; i++) {
		error = recorder_sweep(events->live, plan->recorders[i].map);
		if (error)
			complain(&plan->maps[plan->recorders[i].map], "sweep", error);
	}
}

void events_print_map(struct events *events, uint32_t index)
{
	const struct plan_map *map = &events->live->plan->maps[index];
	struct map_snapshot snapshot;
	struct record_list list;
	uint64_t generation = 0;
	int error;

	if (map->has_generation)
		generation = events->live->control->generations[map->generation];
	if (map->is_recorder) {
		error = recorder_read(events->live, index, generation, 0, &list);
		list.is_final = true;
		show_records(events, map, &list, error);
		return;
	}
	error = map_snapshot_read(events->live, index, generation, &snapshot);
	if (error) {
		complain(map, "read", error);
		return;
	}
	snapshot.is_final = true;
	if (snapshot.was_written || !map->is_scalar)
		sink_map(events->sink, &snapshot);
	map_snapshot_release(&snapshot);
}

/* The map whose name follows LAST in order (NULL: the first), or map_count. */
static uint32_t next_map(const struct plan *plan, const char *last)
{
	uint32_t i, best = plan->map_count;

	for (i = 0; i < plan->map_count; i++) {
		if (plan->maps[i].is_internal || (last && strcmp(plan->maps[i].name, last) <= 0))
			continue;
		if (best == plan->map_count ||
		    strcmp(plan->maps[i].name, plan->maps[best].name) < 0)
			best = i;
	}
	return best;
}

void events_print_maps(struct events *events)
{
	const struct plan *plan = events->live->plan;
	uint32_t index;

	/* As bpftrace ends: two line ends, whatever was printed, then the maps by name. */
	sink_text(events->sink, NULL, "\n\n", 2);
	if (!plan->settings.print_maps_on_exit)
		return;
	for (index = next_map(plan, NULL); index < plan->map_count;
	     index = next_map(plan, plan->maps[index].name))
		events_print_map(events, index);
}

void events_release(struct events *events)
{
	buffer_release(&events->text);
}
