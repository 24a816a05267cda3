/*
 * Plan dump: the plan as text, for `-d plan` and golden tests. One line a thing,
 * its parts indented below it; nothing that changes from run to run.
 */
#include <inttypes.h>
#include <string.h>

#include "codegen/call_arguments.h"
#include "codegen/display.h"
#include "codegen/form.h"
#include "codegen/plan.h"
#include "lexer/buffer.h"

static const char *const layout_names[] = {
	[LAYOUT_NONE] = "none", [LAYOUT_INTEGER] = "int", [LAYOUT_BOOLEAN] = "bool",
	[LAYOUT_ENUM] = "enum", [LAYOUT_POINTER] = "pointer", [LAYOUT_STRING] = "string",
	[LAYOUT_BUFFER] = "buffer", [LAYOUT_WORDS] = "words",
	[LAYOUT_TUPLE] = "tuple", [LAYOUT_STRUCT] = "struct",
	[LAYOUT_ARRAY] = "array", [LAYOUT_KERNEL_SYMBOL] = "ksym", [LAYOUT_USER_SYMBOL] = "usym",
	[LAYOUT_TIMESTAMP] = "timestamp", [LAYOUT_FORM] = "form",
	[LAYOUT_STACK] = "stack",
	[LAYOUT_INTERNED] = "interned", [LAYOUT_PATH] = "path",
	[LAYOUT_DISPLAY] = "display", [LAYOUT_ADDRESS] = "address",
	[LAYOUT_ARGUMENTS] = "arguments",
	[LAYOUT_COUNT] = "count", [LAYOUT_SUM] = "sum", [LAYOUT_MIN] = "min",
	[LAYOUT_MAX] = "max", [LAYOUT_AVG] = "avg", [LAYOUT_STATS] = "stats",
	[LAYOUT_HIST] = "hist", [LAYOUT_LHIST] = "lhist",
};

static const char *const display_names[] = {
	[DISPLAY_NAME] = "name", [DISPLAY_TASK] = "task", [DISPLAY_INODE] = "inode",
	[DISPLAY_CRED] = "cred", [DISPLAY_SUPER_BLOCK] = "super block",
	[DISPLAY_SOCKET] = "socket", [DISPLAY_SOCKET_ADDRESS] = "socket address",
	[DISPLAY_ADDRESS] = "address", [DISPLAY_DENTRY] = "dentry", [DISPLAY_FILE] = "file",
	[DISPLAY_CGROUP] = "cgroup",
};

static const char *const map_kind_names[] = {
	[PLAN_MAP_HASH] = "hash", [PLAN_MAP_LRU_HASH] = "lruhash",
	[PLAN_MAP_PERCPU_HASH] = "percpuhash", [PLAN_MAP_PERCPU_LRU_HASH] = "percpulruhash",
	[PLAN_MAP_ARRAY] = "array", [PLAN_MAP_PERCPU_ARRAY] = "percpuarray",
	[PLAN_MAP_SHARED_ARRAY] = "shared array", [PLAN_MAP_QUEUE] = "queue",
};

static const char *const event_names[] = {
	[PLAN_EVENT_PRINTF] = "printf", [PLAN_EVENT_ERRORF] = "errorf",
	[PLAN_EVENT_WARNF] = "warnf", [PLAN_EVENT_CAT] = "cat", [PLAN_EVENT_SYSTEM] = "system",
	[PLAN_EVENT_PRINT] = "print",
	[PLAN_EVENT_PRINT_MAP] = "print map", [PLAN_EVENT_PRINT_MAP_ENTRY] = "print map entry",
	[PLAN_EVENT_CLEAR_MAP] = "clear map", [PLAN_EVENT_ZERO_MAP] = "zero map",
	[PLAN_EVENT_EXIT] = "exit", [PLAN_EVENT_TIME] = "time", [PLAN_EVENT_JOIN] = "join",
	[PLAN_EVENT_EMIT] = "emit", [PLAN_EVENT_WARNING] = "warning",
	[PLAN_EVENT_RECORD] = "record", [PLAN_EVENT_RECORD_ROW] = "record row",
	[PLAN_EVENT_PRINT_RECORDS] = "print records", [PLAN_EVENT_FREE_PLACES] = "free places",
};

/* A plan that was not read back may have NULL for an empty string. */
static bool is_given(const char *text)
{
	return text && text[0];
}

static void dump_quoted(const char *text, struct buffer *out)
{
	buffer_append_char(out, '"');
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			buffer_printf(out, "\\%c", byte);
		else if (byte == '\n')
			buffer_append_string(out, "\\n");
		else if (byte < ' ' || byte == 0x7f)
			buffer_printf(out, "\\x%02x", byte);
		else
			buffer_append_char(out, (char)byte);
	}
	buffer_append_char(out, '"');
}

const char *plan_map_kind_name(enum plan_map_kind kind)
{
	return map_kind_names[kind];
}

const char *plan_event_name(enum plan_event_kind kind)
{
	return event_names[kind];
}

void plan_describe_layout(const struct plan *plan, const struct layout *layout,
			  struct buffer *out)
{
	buffer_append_string(out, layout_names[layout->kind]);
	if (layout->kind == LAYOUT_INTEGER)
		buffer_printf(out, "%" PRIu32 "%s", layout->size * 8,
			      layout->is_signed ? "" : " unsigned");
	else if (layout->kind != LAYOUT_NONE)
		buffer_printf(out, " %" PRIu32 " bytes", layout->size);
	if (layout->kind == LAYOUT_DISPLAY || layout->kind == LAYOUT_PATH)
		buffer_printf(out, " of a %s", display_names[layout->mode]);
	if (layout->kind == LAYOUT_FORM)
		buffer_printf(out, " of a %s", form_rows[layout->mode].word);
	if (is_given(layout->text))
		buffer_printf(out, " %s", layout->text);
	if (is_given(layout->name))
		buffer_printf(out, " .%s", layout->name);
	if (layout->bit_size)
		buffer_printf(out, " bits %" PRIu32 "+%" PRIu32, layout->bit_offset,
			      layout->bit_size);
	if (layout->kind == LAYOUT_ARRAY)
		buffer_printf(out, " of %" PRIu32, layout->count);
	if (layout->kind == LAYOUT_STACK)
		buffer_append_string(out, layout->is_user ? " user" : " kernel");
	if (layout->kind == LAYOUT_INTERNED && layout->table < plan->map_count)
		buffer_printf(out, " in %s", plan->maps[layout->table].name);
	if (layout->kind == LAYOUT_HIST)
		buffer_printf(out, " bits %" PRIu32, layout->bits);
	if (layout->kind == LAYOUT_LHIST)
		buffer_printf(out, " %" PRId64 "..%" PRId64 " step %" PRId64, layout->min,
			      layout->max, layout->step);
	if (layout->enumerator_count)
		buffer_printf(out, " with %" PRIu32 " names", layout->enumerator_count);
}

void plan_name_layout(const struct layout *layout, struct buffer *out)
{
	switch (layout->kind) {
	case LAYOUT_INTEGER:
		buffer_printf(out, "%sint%" PRIu32, layout->is_signed ? "" : "u", layout->size * 8);
		break;
	case LAYOUT_STRING:
		buffer_printf(out, "string[%" PRIu32 "]", layout->size);
		break;
	case LAYOUT_TUPLE:
		for (uint32_t i = 0; i < layout->child_count; i++) {
			buffer_append_string(out, i ? ", " : "(");
			plan_name_layout(&layout->children[i], out);
		}
		buffer_append_char(out, ')');
		break;
	case LAYOUT_PATH:
	case LAYOUT_DISPLAY:
		buffer_append_string(out, display_names[layout->mode]);
		break;
	case LAYOUT_FORM:
		buffer_append_string(out, form_rows[layout->mode].word);
		break;
	case LAYOUT_INTERNED:
		if (layout->child_count)
			plan_name_layout(&layout->children[0], out);
		break;
	case LAYOUT_STACK:
		buffer_append_string(out, layout->is_user ? "user stack" : "kernel stack");
		break;
	default:
		buffer_append_string(out, layout_names[layout->kind]);
		break;
	}
}

static void dump_layout(const struct plan *plan, const struct layout *layout, unsigned depth,
			struct buffer *out)
{
	buffer_printf(out, "%*s+%" PRIu32 " ", (int)depth * 4, "", layout->offset);
	plan_describe_layout(plan, layout, out);
	buffer_append_char(out, '\n');
	for (uint32_t i = 0; i < layout->child_count; i++)
		dump_layout(plan, &layout->children[i], depth + 1, out);
}

static void dump_target(const struct plan_target *target, bool is_timer, struct buffer *out)
{
	buffer_printf(out, "    %s", target->name);
	if (is_given(target->symbol))
		buffer_printf(out, " symbol %s", target->symbol);
	if (is_given(target->module))
		buffer_printf(out, " module %s", target->module);
	if (is_given(target->path))
		buffer_printf(out, " path %s", target->path);
	if (is_given(target->category))
		buffer_printf(out, " category %s", target->category);
	if (target->address)
		buffer_printf(out, " address %#" PRIx64, target->address);
	if (target->length)
		buffer_printf(out, " length %" PRIu32, target->length);
	if (target->offset)
		buffer_printf(out, " offset %" PRIu64, target->offset);
	if (target->period)
		buffer_printf(out, " period %" PRIu64 "%s", target->period,
			      is_timer ? " ns" : "");
	if (target->frequency)
		buffer_printf(out, " frequency %" PRIu64 " Hz", target->frequency);
	if (target->every_cpu)
		buffer_append_string(out, " every CPU");
	buffer_append_char(out, '\n');
}

static void dump_program(const struct plan_program *program, struct buffer *out)
{
	buffer_printf(out, "program %s: %s, section %s", program->function,
		      mechanism_rows[program->mechanism].name, program->section);
	if (program->scratch_size)
		buffer_printf(out, ", scratch %" PRIu32 " bytes", program->scratch_size);
	if (is_given(program->reason))
		buffer_printf(out, " (%s)", program->reason);
	buffer_append_char(out, '\n');
	if (is_given(program->note))
		buffer_printf(out, "  note: %s\n", program->note);
	for (uint32_t i = 0; i < program->target_count; i++)
		dump_target(&program->targets[i],
			    program->mechanism == MECHANISM_PERF_TIMER, out);
}

static void dump_map(const struct plan *plan, const struct plan_map *map, struct buffer *out)
{
	buffer_printf(out, "map %s: %s, %s, %" PRIu32 " entries, key %" PRIu32
		      " bytes, value %" PRIu32 " bytes", map->name, map->symbol,
		      map_kind_names[map->kind], map->max_entries, map->key_size,
		      map->value_size);
	if (map->is_internal)
		buffer_append_string(out, ", internal");
	if (map->is_scalar)
		buffer_append_string(out, ", scalar");
	if (map->has_generation)
		buffer_printf(out, ", generation %" PRIu32, map->generation);
	buffer_append_string(out, "\n    key\n");
	dump_layout(plan, &map->key, 2, out);
	buffer_append_string(out, "    value\n");
	dump_layout(plan, &map->value, 2, out);
}

static bool event_names_map(enum plan_event_kind kind)
{
	return (kind >= PLAN_EVENT_PRINT_MAP && kind <= PLAN_EVENT_ZERO_MAP) ||
	       (kind >= PLAN_EVENT_RECORD && kind <= PLAN_EVENT_FREE_PLACES);
}

static void dump_recorder(const struct plan *plan, const struct plan_recorder *recorder,
			  struct buffer *out)
{
	buffer_printf(out, "recorder %s: the last %" PRIu32 " of %" PRIu32 " keys, %" PRIu32
		      " slots for each%s\n", plan->maps[recorder->map].name, recorder->depth,
		      recorder->place_count, recorder->slot_count,
		      recorder->is_per_cpu ? " and each CPU" : "");
}

static void dump_event(const struct plan *plan, uint32_t index, struct buffer *out)
{
	const struct plan_event *event = &plan->events[index];

	buffer_printf(out, "event %" PRIu32 ": %s, %" PRIu32 " bytes", index,
		      event_names[event->kind], event->record_size);
	if (event_names_map(event->kind) && event->map < plan->map_count)
		buffer_printf(out, ", map %s", plan->maps[event->map].name);
	if (is_given(event->text)) {
		buffer_append_string(out, ", ");
		dump_quoted(event->text, out);
	}
	buffer_append_char(out, '\n');
	for (uint32_t i = 0; i < event->value_count; i++)
		dump_layout(plan, &event->values[i], 1, out);
}

/* How a parameter's contents are shown. */
static const char *const shape_names[CALL_SHAPES] = {
	[CALL_NUMBER] = "", [CALL_TEXT] = ", text", [CALL_TEXTS] = ", texts",
	[CALL_DATA] = ", data", [CALL_VALUE] = ", value", [CALL_VALUES] = ", values",
	[CALL_ADDRESS] = ", socket address", [CALL_VECTOR] = ", vector",
};

static void dump_call(const struct plan *plan, const struct layout *call, struct buffer *out)
{
	buffer_printf(out, "call %s%s: number %" PRIu32 "\n", call->is_user ? "[32] " : "",
		      call->text, call->count);
	for (uint32_t i = 0; i < call->child_count; i++) {
		const struct layout *parameter = &call->children[i];

		buffer_printf(out, "    register %" PRIu32 "%s: ", parameter->offset / 8,
			      parameter->bits ? " and the next" : "");
		plan_describe_layout(plan, parameter, out);
		if (parameter->kind == LAYOUT_POINTER)
			buffer_append_string(out, shape_names[parameter->mode]);
		buffer_append_char(out, '\n');
		for (uint32_t each = 0; each < parameter->child_count; each++)
			dump_layout(plan, &parameter->children[each], 2, out);
	}
}

void plan_dump(const struct plan *plan, struct buffer *out)
{
	for (uint32_t i = 0; i < plan->program_count; i++)
		dump_program(&plan->programs[i], out);
	for (uint32_t i = 0; i < plan->map_count; i++)
		dump_map(plan, &plan->maps[i], out);
	for (uint32_t i = 0; i < plan->recorder_count; i++)
		dump_recorder(plan, &plan->recorders[i], out);
	for (uint32_t i = 0; i < plan->event_count; i++)
		dump_event(plan, i, out);
	for (uint32_t i = 0; i < plan->call_count; i++)
		dump_call(plan, &plan->calls[i], out);
	for (uint32_t i = 0; i < plan->fact_count; i++)
		buffer_printf(out, "fact %s: %s\n", plan->facts[i].name, plan->facts[i].value);
}
