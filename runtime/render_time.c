/*
 * Render times: the kernel's boot clock as wall-clock time, by a strftime format.
 */
#include "runtime/render_internal.h"

#include <time.h>

#define SECOND 1000000000ll
#define LONGEST_TIME 1024

/* Appends FORMAT with every %f replaced by MICROSECONDS; "%%f" stays. */
static void expand_microseconds(const char *format, uint32_t microseconds, struct buffer *out)
{
	for (; *format; format++) {
		if (format[0] == '%' && format[1] == 'f') {
			buffer_printf(out, "%06u", microseconds);
			format++;
			continue;
		}
		buffer_append_char(out, *format);
		if (format[0] == '%' && format[1])
			buffer_append_char(out, *++format);
	}
}

void render_time(const char *format, int64_t seconds, uint32_t nanoseconds, struct buffer *out)
{
	struct buffer expanded = { 0 };
	char text[LONGEST_TIME];
	time_t when = (time_t)seconds;
	struct tm fields;

	if (!localtime_r(&when, &fields))
		return;
	if (strstr(format, "%f")) {
		expand_microseconds(format, nanoseconds / 1000, &expanded);
		format = expanded.data;
	}
	buffer_append(out, text, strftime(text, sizeof(text), format, &fields));
	buffer_release(&expanded);
}

static int64_t clock_nanoseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

struct wall_time render_wall_time(uint64_t boot_nanoseconds)
{
	int64_t difference = clock_nanoseconds(CLOCK_REALTIME) - clock_nanoseconds(CLOCK_BOOTTIME);
	uint64_t wall = boot_nanoseconds + (uint64_t)difference;

	return (struct wall_time){ (int64_t)(wall / SECOND), (uint32_t)(wall % SECOND) };
}

void render_timestamp(const struct render *render, const struct layout *layout, const void *data,
		      struct buffer *out)
{
	struct wall_time wall = render_wall_time(load_u64(data));

	(void)render;
	render_time(layout->text ? layout->text : "", wall.seconds, wall.nanoseconds, out);
}
