/*
 * Plan wire: the plan's members, each struct's listed once for writing and for
 * reading. What is read is then checked (codegen/plan_check.c), so that nobody
 * behind it has to ask whether an index or an offset is good.
 */
#include "codegen/plan_wire.h"

#include <string.h>

#include "codegen/plan.h"
#include "codegen/plan_check.h"
#include "codegen/wire.h"
#include "lexer/arena.h"

static const char plan_magic[8] = "ktraceP1";

static void visit_enum(struct wire *wire, int *value)
{
	uint32_t number = (uint32_t)*value;

	wire_u32(wire, &number);
	*value = (int)number;
}

/* An enum's size is the compiler's choice: it travels through an int of its own. */
#define VISIT_ENUM(wire, member) \
	do { \
		int number = (int)(member); \
		visit_enum(wire, &number); \
		(member) = number; \
	} while (0)

#define VISIT_ARRAY(wire, array, count, visit) \
	do { \
		void *elements = (array); \
		wire_array(wire, &elements, &(count), sizeof(*(array)), visit); \
		(array) = elements; \
	} while (0)

static void visit_span(struct wire *wire, struct span *span)
{
	wire_u32(wire, &span->start);
	wire_u32(wire, &span->end);
}

static void visit_enumerator(struct wire *wire, void *element)
{
	struct layout_enumerator *enumerator = element;

	wire_string(wire, &enumerator->name);
	wire_i64(wire, &enumerator->value);
}

static void visit_layout(struct wire *wire, void *element)
{
	struct layout *layout = element;

	VISIT_ENUM(wire, layout->kind);
	wire_u32(wire, &layout->offset);
	wire_u32(wire, &layout->size);
	wire_bool(wire, &layout->is_signed);
	wire_bool(wire, &layout->is_user);
	wire_bool(wire, &layout->is_union);
	wire_bool(wire, &layout->is_flags);
	wire_u32(wire, &layout->bit_offset);
	wire_u32(wire, &layout->bit_size);
	wire_u32(wire, &layout->count);
	wire_u32(wire, &layout->bits);
	wire_u32(wire, &layout->table);
	wire_u32(wire, &layout->mode);
	wire_i64(wire, &layout->min);
	wire_i64(wire, &layout->max);
	wire_i64(wire, &layout->step);
	wire_string(wire, &layout->name);
	wire_string(wire, &layout->text);
	VISIT_ARRAY(wire, layout->children, layout->child_count, visit_layout);
	VISIT_ARRAY(wire, layout->enumerators, layout->enumerator_count, visit_enumerator);
}

static void visit_target(struct wire *wire, void *element)
{
	struct plan_target *target = element;

	wire_string(wire, &target->name);
	wire_string(wire, &target->symbol);
	wire_string(wire, &target->module);
	wire_string(wire, &target->path);
	wire_string(wire, &target->category);
	wire_u64(wire, &target->address);
	wire_u64(wire, &target->offset);
	wire_u32(wire, &target->length);
	wire_u64(wire, &target->event_id);
	wire_u64(wire, &target->period);
	wire_u64(wire, &target->frequency);
	wire_bool(wire, &target->every_cpu);
	visit_span(wire, &target->span);
}

static void visit_way(struct wire *wire, void *element)
{
	struct plan_way *way = element;

	wire_string(wire, &way->text);
	wire_string(wire, &way->because);
	wire_bool(wire, &way->is_taken);
	visit_span(wire, &way->span);
}

static void visit_choice(struct wire *wire, void *element)
{
	struct plan_choice *choice = element;

	visit_span(wire, &choice->span);
	wire_bool(wire, &choice->is_optional);
	VISIT_ARRAY(wire, choice->ways, choice->way_count, visit_way);
}

static void visit_program(struct wire *wire, void *element)
{
	struct plan_program *program = element;

	wire_string(wire, &program->function);
	VISIT_ENUM(wire, program->mechanism);
	wire_string(wire, &program->section);
	VISIT_ARRAY(wire, program->targets, program->target_count, visit_target);
	visit_span(wire, &program->span);
	wire_u32(wire, &program->scratch_size);
	wire_string(wire, &program->reason);
	wire_string(wire, &program->note);
	wire_bool(wire, &program->is_overriding);
	wire_bool(wire, &program->is_keeper);
}

static void visit_map(struct wire *wire, void *element)
{
	struct plan_map *map = element;

	wire_string(wire, &map->name);
	wire_string(wire, &map->symbol);
	VISIT_ENUM(wire, map->kind);
	wire_u32(wire, &map->max_entries);
	wire_bool(wire, &map->is_internal);
	wire_bool(wire, &map->is_scalar);
	wire_bool(wire, &map->has_generation);
	wire_u32(wire, &map->generation);
	visit_layout(wire, &map->key);
	visit_layout(wire, &map->value);
	wire_u32(wire, &map->key_size);
	wire_u32(wire, &map->value_size);
	wire_bool(wire, &map->is_recorder);
	wire_u32(wire, &map->recorder);
}

static void visit_recorder(struct wire *wire, void *element)
{
	struct plan_recorder *recorder = element;

	wire_u32(wire, &recorder->map);
	wire_u32(wire, &recorder->heads);
	wire_u32(wire, &recorder->slots);
	wire_u32(wire, &recorder->pool);
	wire_u32(wire, &recorder->depth);
	wire_u32(wire, &recorder->slot_count);
	wire_u32(wire, &recorder->place_count);
	wire_bool(wire, &recorder->is_per_cpu);
}

static void visit_event(struct wire *wire, void *element)
{
	struct plan_event *event = element;

	VISIT_ENUM(wire, event->kind);
	visit_span(wire, &event->span);
	wire_u32(wire, &event->map);
	wire_u32(wire, &event->record_size);
	wire_string(wire, &event->text);
	VISIT_ARRAY(wire, event->values, event->value_count, visit_layout);
}

static void visit_fact(struct wire *wire, void *element)
{
	struct plan_fact *fact = element;

	wire_string(wire, &fact->name);
	wire_string(wire, &fact->value);
}

static void visit_file(struct wire *wire, void *element)
{
	struct plan_file *file = element;

	wire_string(wire, &file->path);
}

static void visit_text(struct wire *wire, void *element)
{
	struct plan_text *text = element;

	wire_string(wire, &text->name);
	wire_string(wire, &text->bytes);
	wire_u32(wire, &text->base);
	wire_u32(wire, &text->hidden_lines);
}

static void visit_plan(struct wire *wire, struct plan *plan)
{
	VISIT_ARRAY(wire, plan->choices, plan->choice_count, visit_choice);
	VISIT_ARRAY(wire, plan->programs, plan->program_count, visit_program);
	VISIT_ARRAY(wire, plan->maps, plan->map_count, visit_map);
	VISIT_ARRAY(wire, plan->recorders, plan->recorder_count, visit_recorder);
	VISIT_ARRAY(wire, plan->events, plan->event_count, visit_event);
	VISIT_ARRAY(wire, plan->calls, plan->call_count, visit_layout);
	wire_u32(wire, &plan->generation_count);
	VISIT_ARRAY(wire, plan->facts, plan->fact_count, visit_fact);
	VISIT_ARRAY(wire, plan->files, plan->file_count, visit_file);
	VISIT_ARRAY(wire, plan->texts, plan->text_count, visit_text);
	wire_u32(wire, &plan->settings.ring_bytes);
	wire_bool(wire, &plan->settings.print_maps_on_exit);
	wire_bool(wire, &plan->settings.cpp_demangle);
	wire_u32(wire, &plan->settings.cat_bytes);
}

void plan_write(const struct plan *plan, struct buffer *out)
{
	struct wire wire = wire_writer(out);
	struct plan copy = *plan;

	buffer_append(out, plan_magic, sizeof(plan_magic));
	wire_string(&wire, &copy.compiler_version);
	visit_plan(&wire, &copy);
}

struct plan *plan_read(struct arena *arena, const void *bytes, size_t length)
{
	struct plan *plan = ARENA_NEW(arena, struct plan);
	struct wire wire;

	if (length < sizeof(plan_magic) || memcmp(bytes, plan_magic, sizeof(plan_magic)))
		return NULL;
	wire = wire_reader(arena, (const char *)bytes + sizeof(plan_magic),
			   length - sizeof(plan_magic));
	wire_string(&wire, &plan->compiler_version);
	/* The members may be others in another version. */
	if (wire.failed || strcmp(plan->compiler_version, KTRACE_VERSION))
		return NULL;
	visit_plan(&wire, plan);
	if (wire.failed || wire.left || !plan_is_sound(plan))
		return NULL;
	return plan;
}
