/*
 * Plan JSON: everything that the page has, and nothing cut.
 */
#include "runtime/plan_show.h"

#include <string.h>

#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/image.h"
#include "runtime/json.h"

static void add_place(struct json *json, const struct text_set *texts, struct span span)
{
	struct text_place place;

	if (!span.start || !text_find_place(texts, span.start, &place))
		return;
	json_string(json, "file", place.text->name);
	json_number(json, "line", place.line);
	json_number(json, "column", place.column);
}

static void add_way(struct json *json, const struct plan_way *way)
{
	json_open(json, NULL, '{');
	json_string(json, "probe", way->text);
	json_string(json, "state", way->is_taken ? "taken" : *way->because ? "absent" : "not tried");
	if (*way->because)
		json_string(json, "because", way->because);
	json_close(json, '}');
}

/* The programs that the choice made, each with those of its targets that are the choice's. */
static void add_program(struct json *json, const struct plan_program *program,
			const struct plan_way *way)
{
	bool is_open = false;

	for (uint32_t i = 0; i < program->target_count; i++) {
		if (program->targets[i].span.start != way->span.start)
			continue;
		if (!is_open) {
			json_open(json, NULL, '{');
			json_string(json, "name", program->function);
			json_string(json, "mechanism", mechanism_rows[program->mechanism].name);
			json_string(json, "reason", program->reason);
			json_string(json, "note", program->note);
			json_bool(json, "keeper", program->is_keeper);
			json_number(json, "scratch_bytes", program->scratch_size);
			json_open(json, "targets", '[');
			is_open = true;
		}
		json_string(json, NULL, program->targets[i].name);
	}
	if (is_open) {
		json_close(json, ']');
		json_close(json, '}');
	}
}

static void add_choice(struct json *json, const struct plan *plan, const struct text_set *texts,
		       const struct plan_choice *choice)
{
	json_open(json, NULL, '{');
	add_place(json, texts, choice->ways[0].span);
	json_bool(json, "optional", choice->is_optional);
	json_open(json, "ways", '[');
	for (uint32_t i = 0; i < choice->way_count; i++)
		add_way(json, &choice->ways[i]);
	json_close(json, ']');
	json_open(json, "programs", '[');
	for (uint32_t i = 0; i < choice->way_count; i++)
		for (uint32_t j = 0; choice->ways[i].is_taken && j < plan->program_count; j++)
			add_program(json, &plan->programs[j], &choice->ways[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static void add_layout(struct json *json, const char *name, const struct plan *plan,
		       const struct layout *layout)
{
	struct buffer type = { 0 };

	plan_describe_layout(plan, layout, &type);
	json_open(json, name, '{');
	json_number(json, "offset", layout->offset);
	json_number(json, "bytes", layout->size);
	json_string(json, "type", type.data ? type.data : "");
	if (*layout->name)
		json_string(json, "name", layout->name);
	if (layout->child_count) {
		json_open(json, "parts", '[');
		for (uint32_t i = 0; i < layout->child_count; i++)
			add_layout(json, NULL, plan, &layout->children[i]);
		json_close(json, ']');
	}
	json_close(json, '}');
	buffer_release(&type);
}

static void add_map(struct json *json, const struct plan *plan, const struct plan_map *map)
{
	json_open(json, NULL, '{');
	json_string(json, "name", map->name);
	json_string(json, "kind", plan_map_kind_name(map->kind));
	json_number(json, "entries", map->max_entries);
	json_number(json, "key_bytes", map->key_size);
	json_number(json, "value_bytes", map->value_size);
	json_bool(json, "internal", map->is_internal);
	if (map->key.kind != LAYOUT_NONE)
		add_layout(json, "key", plan, &map->key);
	add_layout(json, "value", plan, &map->value);
	json_close(json, '}');
}

static void add_event(struct json *json, const struct plan *plan, const struct text_set *texts,
		      const struct plan_event *event)
{
	json_open(json, NULL, '{');
	json_string(json, "kind", plan_event_name(event->kind));
	add_place(json, texts, event->span);
	json_number(json, "bytes", event->record_size);
	if (*event->text)
		json_string(json, "text", event->text);
	json_open(json, "values", '[');
	for (uint32_t i = 0; i < event->value_count; i++)
		add_layout(json, NULL, plan, &event->values[i]);
	json_close(json, ']');
	json_close(json, '}');
}

void plan_show_json(const struct plan_show *show, struct buffer *out)
{
	const struct plan *plan = show->plan;
	struct json json = { .out = out };
	struct text_set texts;

	image_list_texts(show->arena, plan, &texts);
	json_open(&json, NULL, '{');
	json_string(&json, "type", "plan");
	json_string(&json, "kernel", show->kernel);
	json_string(&json, "path", show->kernel_path);
	json_open(&json, "probes", '[');
	for (uint32_t i = 0; i < plan->choice_count; i++)
		add_choice(&json, plan, &texts, &plan->choices[i]);
	json_close(&json, ']');
	json_open(&json, "facts", '[');
	for (uint32_t i = 0; i < plan->fact_count; i++) {
		json_open(&json, NULL, '{');
		json_string(&json, "name", plan->facts[i].name);
		json_string(&json, "value", plan->facts[i].value);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_open(&json, "maps", '[');
	for (uint32_t i = 0; i < plan->map_count; i++)
		add_map(&json, plan, &plan->maps[i]);
	json_close(&json, ']');
	json_open(&json, "events", '[');
	for (uint32_t i = 0; i < plan->event_count; i++)
		add_event(&json, plan, &texts, &plan->events[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	buffer_append_char(out, '\n');
}
