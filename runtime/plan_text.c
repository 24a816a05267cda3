/*
 * Plan text: the plan as a page: probes first, as the script has them, then what
 * the choices rest on, grouped by what kind of answer it is, then maps and events.
 */
#include "runtime/plan_show.h"

#include <inttypes.h>
#include <string.h>

#include "codegen/plan.h"
#include "codegen/target/feature.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/image.h"

enum {
	LABEL_WIDTH = 12,	/* "not tried" and two blanks, less the margin */
	MARGIN = 4,
	WIDEST_NAME = 36,	/* longer names have their value on the next line */
	MOST_TARGETS = 8,	/* of a pattern; JSON has all of them */
	MOST_PROGRAMS = 8,
};

struct page {
	const struct plan_show *show;
	struct text_set texts;
	struct buffer *out;
	unsigned column;
};

/* ---- lines ---- */

/* Appends words; a word that would pass the page's edge starts a new line at INDENT. */
static void put_words(struct page *page, unsigned indent, const char *words)
{
	while (*words) {
		size_t blanks = strspn(words, " ");
		size_t length = strcspn(words + blanks, " ");

		if (page->column > indent && page->column + blanks + length > page->show->width) {
			buffer_printf(page->out, "\n%*s", (int)indent, "");
			page->column = indent;
			words += blanks;
			blanks = 0;
		}
		buffer_append(page->out, words, blanks + length);
		page->column += (unsigned)(blanks + length);
		words += blanks + length;
	}
}

static void end_line(struct page *page)
{
	buffer_append_char(page->out, '\n');
	page->column = 0;
}

static void put_title(struct page *page, const char *title)
{
	buffer_printf(page->out, "%s%s\n", page->out->length ? "\n" : "", title);
}

/* NAME in a column of WIDTH, VALUE behind it. */
static void put_pair(struct page *page, unsigned margin, unsigned width, const char *name,
		     const char *value)
{
	unsigned indent = margin + width + 2;

	buffer_printf(page->out, "%*s%-*s", (int)margin, "", (int)width, name);
	if (strlen(name) > width)
		buffer_printf(page->out, "\n%*s", (int)(margin + width), "");
	buffer_append_string(page->out, "  ");
	page->column = indent;
	put_words(page, indent, value);
	end_line(page);
}

static void put_label(struct page *page, const char *label, const char *value)
{
	put_pair(page, MARGIN, LABEL_WIDTH - 2, label, value);
}

static const char *place_of(struct page *page, struct span span)
{
	struct text_place place;

	if (!span.start || !text_find_place(&page->texts, span.start, &place))
		return "";
	return arena_printf(page->show->arena, "%s:%u:%u", place.text->name, place.line,
			    place.column);
}

/* ---- probes ---- */

/* "kprobe:f", and the symbol where the name does not say it: "kprobe:f (f.isra.0)". */
static const char *target_text(struct page *page, const struct plan_target *target)
{
	return strstr(target->name, target->symbol) ? target->name :
	       arena_printf(page->show->arena, "%s (%s)", target->name, target->symbol);
}

static bool serves(const struct plan_program *program, const struct plan_way *way)
{
	for (uint32_t i = 0; i < program->target_count; i++)
		if (program->targets[i].span.start == way->span.start)
			return true;
	return false;
}

/* What the program is attached to for WAY, some by name. */
static const char *targets_text(struct page *page, const struct plan_program *program,
				const struct plan_way *way)
{
	struct arena *arena = page->show->arena;
	const char *names = "";
	uint32_t count = 0;

	for (uint32_t i = 0; i < program->target_count; i++) {
		const struct plan_target *target = &program->targets[i];

		if (target->span.start != way->span.start || count++ >= MOST_TARGETS)
			continue;
		names = arena_printf(arena, "%s%s%s", names, *names ? ", " : "",
				     target_text(page, target));
	}
	if (count > MOST_TARGETS)
		names = arena_printf(arena, "%s and %u more", names, count - MOST_TARGETS);
	return names;
}

/* KEEPER, the program that keeps for this one at the entry, or NULL. */
static void put_program(struct page *page, const struct plan_program *program,
			const struct plan_program *keeper, const struct plan_way *way)
{
	struct arena *arena = page->show->arena;

	put_label(page, "chosen", targets_text(page, program, way));
	put_label(page, "by", arena_printf(arena, "%s: %s",
					   mechanism_rows[program->mechanism].name,
					   program->reason));
	put_label(page, "program", program->scratch_size ?
		  arena_printf(arena, "%s, %u bytes of scratch memory", program->function,
			       program->scratch_size) : program->function);
	if (*program->note)
		put_label(page, "note", program->note);
	if (keeper)
		put_label(page, "at entry", arena_printf(arena, "%s, in %s: %s",
							 mechanism_rows[keeper->mechanism].name,
							 keeper->function, keeper->reason));
}

/* A pattern can make many programs, which differ little. */
static void put_programs(struct page *page, const struct plan_way *way)
{
	const struct plan *plan = page->show->plan;
	unsigned count = 0;

	for (uint32_t i = 0; i < plan->program_count; i++) {
		const struct plan_program *program = &plan->programs[i];

		if (program->is_keeper || !serves(program, way) || count++ >= MOST_PROGRAMS)
			continue;
		put_program(page, program, i && program[-1].is_keeper ? &program[-1] : NULL, way);
	}
	if (count > MOST_PROGRAMS)
		put_label(page, "", arena_printf(page->show->arena, "... and %u more programs",
						 count - MOST_PROGRAMS));
}

static void put_way(struct page *page, const struct plan_way *way, bool is_optional)
{
	if (way->is_taken)
		put_programs(page, way);
	else if (!*way->because)
		put_label(page, "not tried", way->text);
	else
		put_label(page, is_optional ? "left out" : "absent",
			  arena_printf(page->show->arena, "%s: %s", way->text, way->because));
}

static void put_choice(struct page *page, const struct plan_choice *choice)
{
	const char *place = place_of(page, choice->ways[0].span);
	bool is_taken = false;

	buffer_append_string(page->out, "  ");
	page->column = 2;
	for (uint32_t i = 0; i < choice->way_count; i++) {
		put_words(page, MARGIN, i ? " | " : "");
		put_words(page, MARGIN, choice->ways[i].text);
		is_taken |= choice->ways[i].is_taken;
	}
	buffer_printf(page->out, "%s  (%s)\n", choice->is_optional ? "?" : "", place);
	for (uint32_t i = 0; i < choice->way_count; i++)
		put_way(page, &choice->ways[i], choice->is_optional && !is_taken);
}

/* ---- facts ---- */

static const struct {
	const char *prefix, *title;
} fact_groups[] = {
	{ "param:", "parameters" },
	{ "feature:", "what the kernel can do" },
	{ "function:", "functions" },
	{ "kprobe:", "functions that refuse kprobes" },
	{ "fentry:", "functions that fentry can hook" },
	{ "btf:", "prototypes" },
	{ "tracepoint:", "tracepoints" },
	{ "rawtracepoint:", "raw tracepoints" },
	{ "struct ", "types" },
	{ "union ", "types" },
	{ "enum ", "types" },
	{ "typedef ", "types" },
	{ "", "others" },
};

enum { GROUP_COUNT = sizeof(fact_groups) / sizeof(fact_groups[0]) };

static unsigned group_of(const struct plan_fact *fact)
{
	unsigned group = 0;

	while (strncmp(fact->name, fact_groups[group].prefix, strlen(fact_groups[group].prefix)))
		group++;
	return group;
}

/* The name without what the group's title says already. */
static const char *short_name(const struct plan_fact *fact)
{
	const char *prefix = fact_groups[group_of(fact)].prefix;
	size_t length = strlen(prefix);

	return length && prefix[length - 1] == ':' ? fact->name + length : fact->name;
}

static const char *value_of(struct page *page, const struct plan_fact *fact)
{
	enum feature feature;

	if (strncmp(fact->name, "feature:", 8))
		return fact->value;
	feature = feature_find(fact->name + 8);
	if (feature == FEATURE_COUNT)
		return fact->value;
	return arena_printf(page->show->arena, "%-5s %s", strcmp(fact->value, "0") ? "yes" : "no",
			    feature_rows[feature].description);
}

static bool has_title(const struct plan_fact *fact, const char *title)
{
	return !strcmp(fact_groups[group_of(fact)].title, title);
}

static void put_group(struct page *page, const char *title)
{
	const struct plan *plan = page->show->plan;
	unsigned width = 0;

	for (uint32_t i = 0; i < plan->fact_count; i++) {
		size_t length = strlen(short_name(&plan->facts[i]));

		if (has_title(&plan->facts[i], title) && length > width)
			width = length > WIDEST_NAME ? WIDEST_NAME : (unsigned)length;
	}
	if (!width)
		return;
	buffer_printf(page->out, "  %s\n", title);
	for (uint32_t i = 0; i < plan->fact_count; i++)
		if (has_title(&plan->facts[i], title))
			put_pair(page, MARGIN, width, short_name(&plan->facts[i]),
				 value_of(page, &plan->facts[i]));
}

static void put_facts(struct page *page)
{
	if (page->show->plan->fact_count)
		put_title(page, "Facts");
	for (unsigned i = 0; i < GROUP_COUNT; i++)
		if (!i || strcmp(fact_groups[i].title, fact_groups[i - 1].title))
			put_group(page, fact_groups[i].title);
}

/* ---- maps and events ---- */

static void put_layout(struct page *page, const char *label, unsigned depth,
		       const struct layout *layout)
{
	buffer_printf(page->out, "%*s%-7s+%-5" PRIu32 " %*s", MARGIN, "", label, layout->offset,
		      (int)depth * 2, "");
	plan_describe_layout(page->show->plan, layout, page->out);
	end_line(page);
	for (uint32_t i = 0; i < layout->child_count; i++)
		put_layout(page, "", depth + 1, &layout->children[i]);
}

static void put_map(struct page *page, const struct plan_map *map)
{
	buffer_printf(page->out, "  %s: %s, %" PRIu32 " entr%s, key of %" PRIu32
		      " bytes, value of %" PRIu32 " bytes%s%s\n", map->name,
		      plan_map_kind_name(map->kind), map->max_entries,
		      map->max_entries == 1 ? "y" : "ies", map->key_size, map->value_size,
		      map->is_internal ? ", ktrace's own" : "",
		      map->has_generation ? ", cleared by generation" : "");
	if (map->key.kind != LAYOUT_NONE)
		put_layout(page, "key", 0, &map->key);
	put_layout(page, "value", 0, &map->value);
}

static void put_event(struct page *page, uint32_t index)
{
	const struct plan_event *event = &page->show->plan->events[index];
	const char *place = place_of(page, event->span);

	buffer_printf(page->out, "  %" PRIu32 ": %s, %" PRIu32 " bytes%s%s%s\n", index,
		      plan_event_name(event->kind), event->record_size, *place ? "  (" : "", place,
		      *place ? ")" : "");
	for (uint32_t i = 0; i < event->value_count; i++)
		put_layout(page, i ? "" : "values", 0, &event->values[i]);
}

void plan_show_text(const struct plan_show *show, struct buffer *out)
{
	struct page page = { .show = show, .out = out };
	const struct plan *plan = show->plan;

	image_list_texts(show->arena, plan, &page.texts);
	buffer_printf(out, "Kernel  %s", show->kernel);
	if (strcmp(show->kernel_path, "/"))
		buffer_printf(out, "  (%s)", show->kernel_path);
	buffer_append_char(out, '\n');
	put_title(&page, "Probes");
	for (uint32_t i = 0; i < plan->choice_count; i++)
		put_choice(&page, &plan->choices[i]);
	put_facts(&page);
	if (plan->map_count)
		put_title(&page, "Maps");
	for (uint32_t i = 0; i < plan->map_count; i++)
		put_map(&page, &plan->maps[i]);
	if (plan->event_count)
		put_title(&page, "Events");
	for (uint32_t i = 0; i < plan->event_count; i++)
		put_event(&page, i);
}
