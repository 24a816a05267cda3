/*
 * Render forms: numbers that are shown as people write them. A row for each form
 * says how; in JSON a form is its number, unless the row says otherwise.
 */
#include "runtime/render_internal.h"

#include "codegen/form.h"
#include "codegen/target/abi_type.h"
#include "codegen/target/syscall.h"
#include "runtime/id_names.h"

typedef void form_function(const struct render *render, uint64_t number, struct buffer *out);

struct render_row {
	form_function *text;
	form_function *json;	/* NULL: the number as it is */
};

/* ---- times ---- */

/* A point and COUNT digits: rows come by the million, which is no place for printf. */
static void append_fraction(uint32_t value, unsigned count, struct buffer *out)
{
	char text[16] = ".";

	for (unsigned i = count; i; i--, value /= 10)
		text[i] = (char)('0' + value % 10);
	buffer_append(out, text, count + 1);
}

/* The time of day to the millisecond. */
static void time_text(const struct render *render, uint64_t nanoseconds, struct buffer *out)
{
	struct wall_time wall = render_wall_time(nanoseconds);

	(void)render;
	render_time("%H:%M:%S", wall.seconds, wall.nanoseconds, out);
	append_fraction(wall.nanoseconds / 1000000, 3, out);
}

/* Seconds since the epoch, to the microsecond: a double holds no more. */
static void time_json(const struct render *render, uint64_t nanoseconds, struct buffer *out)
{
	struct wall_time wall = render_wall_time(nanoseconds);

	(void)render;
	render_decimal((uint64_t)wall.seconds, true, out);
	append_fraction(wall.nanoseconds / 1000, 6, out);
}

/* ---- quantities ---- */

/* A unit, and how many of the unit before it it is. */
struct unit {
	const char *name;
	unsigned factor;
};

/* Appends a minus sign if there is to be one; what is left then. */
static uint64_t take_sign(uint64_t number, struct buffer *out)
{
	if ((int64_t)number >= 0)
		return number;
	buffer_append_char(out, '-');
	return -number;
}

/*
 * NUMBER in the largest of UNITS that it reaches, cut (never rounded up to what was not
 * reached) to three digits; the first unit has no fractions.
 */
static void append_quantity(uint64_t number, const struct unit *units, unsigned count,
			    struct buffer *out)
{
	uint64_t divisor = 1, hundredths;
	unsigned unit = 0;

	while (unit + 1 < count && number / divisor >= units[unit + 1].factor)
		divisor *= units[++unit].factor;
	hundredths = (uint64_t)((unsigned __int128)(number % divisor) * 100 / divisor);
	render_decimal(number / divisor, false, out);
	if (unit && number / divisor < 10)
		buffer_printf(out, ".%02u", (unsigned)hundredths);
	else if (unit && number / divisor < 100)
		buffer_printf(out, ".%u", (unsigned)hundredths / 10);
	buffer_append_string(out, units[unit].name);
}

/* From a minute on as clocks show it: 2m05s, 1h02m, 3d04h. */
static bool append_long_duration(uint64_t seconds, struct buffer *out)
{
	static const struct {
		uint64_t seconds, smaller;
		const char *format;
	} rows[] = {
		{ 86400, 3600, "%llud%02lluh" }, { 3600, 60, "%lluh%02llum" },
		{ 60, 1, "%llum%02llus" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (seconds < rows[i].seconds)
			continue;
		buffer_printf(out, rows[i].format, (unsigned long long)(seconds / rows[i].seconds),
			      (unsigned long long)(seconds % rows[i].seconds / rows[i].smaller));
		return true;
	}
	return false;
}

static void duration_text(const struct render *render, uint64_t nanoseconds, struct buffer *out)
{
	static const struct unit units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000 }, { "s", 1000 },
	};
	uint64_t number = take_sign(nanoseconds, out);

	(void)render;
	if (!append_long_duration(number / 1000000000, out))
		append_quantity(number, units, sizeof(units) / sizeof(units[0]), out);
}

static void size_text(const struct render *render, uint64_t bytes, struct buffer *out)
{
	static const struct unit units[] = {
		{ "B", 1 }, { "KiB", 1024 }, { "MiB", 1024 }, { "GiB", 1024 }, { "TiB", 1024 },
		{ "PiB", 1024 }, { "EiB", 1024 },
	};

	(void)render;
	append_quantity(take_sign(bytes, out), units, sizeof(units) / sizeof(units[0]), out);
}

/* ---- names ---- */

static void error_text(const struct render *render, uint64_t number, struct buffer *out)
{
	static const char name[] = "errno";
	const struct constants *errors = &abi_find_group(name, sizeof(name) - 1)->constants;

	(void)render;
	for (uint32_t i = 0; i < errors->count; i++) {
		if ((int64_t)number == -errors->values[i].value) {
			buffer_append_string(out, errors->values[i].name);
			return;
		}
	}
	render_decimal(number, true, out);
}

static void error_meaning(const struct render *render, uint64_t number, struct buffer *out)
{
	const char *text = number <= INT32_MAX ? strerrordesc_np((int)number) : NULL;

	(void)render;
	if (text)
		buffer_append_string(out, text);
	else
		render_decimal(number, true, out);
}

static void signal_text(const struct render *render, uint64_t number, struct buffer *out)
{
	static const char name[] = "signal";
	const struct constants *signals = &abi_find_group(name, sizeof(name) - 1)->constants;

	(void)render;
	for (uint32_t i = 0; i < signals->count; i++) {
		if ((int64_t)number == signals->values[i].value) {
			buffer_append_string(out, signals->values[i].name);
			return;
		}
	}
	render_decimal(number, true, out);
}

/* A name comes from a file that others write: it is shown as a probe's text is. */
static void append_name(const struct render *render, enum id_kind kind, uint64_t id,
			struct buffer *out)
{
	const char *name = render->id_names ? id_names_find(render->id_names, kind, id) : NULL;

	if (name)
		render_bytes(render, name, strlen(name), out);
	else
		render_decimal(id, false, out);
}

/* -1 is what the kernel has for nobody, as in a login user that was never set. */
static void append_owner(const struct render *render, enum id_kind kind, uint64_t id,
			 struct buffer *out)
{
	if ((uint32_t)id == UINT32_MAX)
		buffer_append_string(out, "unset");
	else
		append_name(render, kind, (uint32_t)id, out);
}

static void user_text(const struct render *render, uint64_t id, struct buffer *out)
{
	append_owner(render, ID_USER, id, out);
}

static void group_text(const struct render *render, uint64_t id, struct buffer *out)
{
	append_owner(render, ID_GROUP, id, out);
}

static void device_text(const struct render *render, uint64_t device, struct buffer *out)
{
	(void)render;
	buffer_printf(out, "%u:%u", (uint32_t)device >> 20, (uint32_t)device & 0xfffff);
}

static void cgroup_text(const struct render *render, uint64_t id, struct buffer *out)
{
	append_name(render, ID_CGROUP, id, out);
}

/* Ids are those of version 2, which has one hierarchy. */
static void cgroup_path_text(const struct render *render, uint64_t id, struct buffer *out)
{
	buffer_append_string(out, "unified:");
	append_name(render, ID_CGROUP, id, out);
}

static void cgroup_path_json(const struct render *render, uint64_t id, struct buffer *out)
{
	struct buffer text = { 0 };

	cgroup_path_text(render, id, &text);
	buffer_append_char(out, '"');
	render_json_bytes(text.data, text.length, out);
	buffer_append_char(out, '"');
	buffer_release(&text);
}

static void syscall_text(const struct render *render, uint64_t number, struct buffer *out)
{
	const char *name = syscall_find_name((uint32_t)number, number >> 32 & 1);

	(void)render;
	if (name)
		buffer_append_string(out, name);
	else
		render_decimal((uint32_t)number, false, out);
}

/* A text where it has a name: numbers are another machine's on another machine. */
static void syscall_json(const struct render *render, uint64_t number, struct buffer *out)
{
	bool has_name = syscall_find_name((uint32_t)number, number >> 32 & 1);

	buffer_append_string(out, has_name ? "\"" : "");
	syscall_text(render, number, out);
	buffer_append_string(out, has_name ? "\"" : "");
}

static void mac_address_text(const struct render *render, uint64_t address, struct buffer *out)
{
	(void)render;
	for (unsigned i = 0; i < 6; i++, address >>= 8)
		buffer_printf(out, "%s%02X", i ? ":" : "", (unsigned)address & 0xff);
}

/* Nobody reckons with these numbers. */
static void mac_address_json(const struct render *render, uint64_t address, struct buffer *out)
{
	buffer_append_char(out, '"');
	mac_address_text(render, address, out);
	buffer_append_char(out, '"');
}

static const struct render_row rows[FORM_COUNT] = {
	[FORM_TIME] = { time_text, time_json },
	[FORM_DURATION] = { .text = duration_text },
	[FORM_SIZE] = { .text = size_text },
	[FORM_ERROR] = { .text = error_text },
	[FORM_ERROR_TEXT] = { .text = error_meaning },
	[FORM_SIGNAL] = { .text = signal_text },
	[FORM_USER] = { .text = user_text },
	[FORM_GROUP] = { .text = group_text },
	[FORM_DEVICE] = { .text = device_text },
	[FORM_CGROUP] = { .text = cgroup_text },
	[FORM_CGROUP_PATH] = { cgroup_path_text, cgroup_path_json },
	[FORM_SYSCALL] = { syscall_text, syscall_json },
	[FORM_MAC_ADDRESS] = { mac_address_text, mac_address_json },
};

void render_form(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out)
{
	rows[layout->mode].text(render, load_u64(data), out);
}

bool render_form_json(const struct render *render, const struct layout *layout,
		      const void *data, struct buffer *out)
{
	form_function *json = rows[layout->mode].json;

	if (json)
		json(render, load_u64(data), out);
	return json != NULL;
}
