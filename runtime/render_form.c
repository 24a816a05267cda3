/*
 * Render forms: numbers that are shown as people write them. A row for each form
 * says how; in JSON a form is its number, unless the row says otherwise.
 */
#include "runtime/render_internal.h"

#include "codegen/form.h"

#define MICROSECOND 1000

typedef void form_function(uint64_t number, struct buffer *out);

struct form_row {
	form_function *text;
	form_function *json;	/* NULL: the number as it is */
};

/* The time of day to the millisecond. */
static void time_text(uint64_t nanoseconds, struct buffer *out)
{
	struct wall_time wall = render_wall_time(nanoseconds);

	render_time("%H:%M:%S", wall.seconds, wall.nanoseconds, out);
	buffer_printf(out, ".%03u", wall.nanoseconds / (1000 * MICROSECOND));
}

/* Seconds since the epoch, to the microsecond: a double holds no more. */
static void time_json(uint64_t nanoseconds, struct buffer *out)
{
	struct wall_time wall = render_wall_time(nanoseconds);

	render_decimal((uint64_t)wall.seconds, true, out);
	buffer_printf(out, ".%06u", wall.nanoseconds / MICROSECOND);
}

static const struct form_row rows[FORM_COUNT] = {
	[FORM_TIME] = { time_text, time_json },
};

void render_form(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out)
{
	(void)render;
	rows[layout->mode].text(load_u64(data), out);
}

bool render_form_json(const struct layout *layout, const void *data, struct buffer *out)
{
	form_function *json = rows[layout->mode].json;

	if (json)
		json(load_u64(data), out);
	return json != NULL;
}
