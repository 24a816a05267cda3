/*
 * Events: records carried out, counted, and refused when they do not fit.
 */
#include "runtime/events.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/live.h"
#include "runtime/render.h"
#include "runtime/sink.h"

enum { EVENT_PRINTF, EVENT_PRINT, EVENT_EXIT, EVENT_JOIN, EVENT_WARNING, EVENT_ENTRY, EVENTS };

static struct layout values[EVENTS][3] = {
	[EVENT_PRINTF] = { { .kind = LAYOUT_INTEGER, .offset = 8, .size = 8 },
			   { .kind = LAYOUT_STRING, .offset = 16, .size = 8 } },
	[EVENT_PRINT] = { { .kind = LAYOUT_STRING, .offset = 8, .size = 8 } },
	[EVENT_EXIT] = { { .kind = LAYOUT_INTEGER, .offset = 8, .size = 8, .is_signed = true } },
	[EVENT_JOIN] = { { .kind = LAYOUT_INTEGER, .offset = 8, .size = 4 },
			 { .kind = LAYOUT_STRING, .offset = 12, .size = 4 },
			 { .kind = LAYOUT_STRING, .offset = 16, .size = 4 } },
	[EVENT_ENTRY] = { { .kind = LAYOUT_NONE },
			  { .kind = LAYOUT_INTEGER, .offset = 8, .size = 8 } },
};

static struct plan_event plan_events[EVENTS] = {
	{ .kind = PLAN_EVENT_PRINTF, .record_size = 24, .text = (char *)"%d %s\n",
	  .value_count = 2, .values = values[EVENT_PRINTF] },
	{ .kind = PLAN_EVENT_PRINT, .record_size = 16, .value_count = 1,
	  .values = values[EVENT_PRINT] },
	{ .kind = PLAN_EVENT_EXIT, .record_size = 16, .value_count = 1,
	  .values = values[EVENT_EXIT] },
	{ .kind = PLAN_EVENT_JOIN, .record_size = 24, .text = (char *)"-", .value_count = 3,
	  .values = values[EVENT_JOIN] },
	{ .kind = PLAN_EVENT_WARNING, .record_size = 8, .text = (char *)"division by zero",
	  .span = { .start = 12, .end = 15 } },
	{ .kind = PLAN_EVENT_PRINT_MAP_ENTRY, .record_size = 16, .value_count = 2,
	  .values = values[EVENT_ENTRY] },
};

static struct plan_map map = { .name = (char *)"@x" };
static struct plan_text text = { .name = (char *)"x.kt", .base = 1,
				 .bytes = (char *)"BEGIN\n{ 1 / 0 }\n" };
static struct plan plan = { .event_count = EVENTS, .events = plan_events, .map_count = 1,
			    .maps = &map, .text_count = 1, .texts = &text };
static struct live live = { .plan = &plan, .cpu_count = 1 };
static struct render render = { .live = &live };

static struct events events;
static int fd;
static char written[1024];

static void open_events(void)
{
	struct sink_options options = { .render = &render };

	fd = options.fd = memfd_create("out", 0);
	events = (struct events){ .live = &live, .render = &render,
				  .sink = sink_open(&options) };
}

static const char *close_events(void)
{
	ssize_t length;

	sink_close(events.sink);
	events_release(&events);
	length = pread(fd, written, sizeof(written) - 1, 0);
	written[length > 0 ? length : 0] = '\0';
	close(fd);
	return written;
}

/* Hands over a record of SIZE bytes of event INDEX with BYTES behind the header. */
static void handle(uint32_t index, uint32_t flags, const void *bytes, size_t length, size_t size)
{
	_Alignas(8) char record[64] = { 0 };
	struct plan_record head = { .event = index, .flags = flags };

	memcpy(record, &head, sizeof(head));
	memcpy(record + sizeof(head), bytes, length);
	events_handle(&events, record, size);
}

Test(events, printing)
{
	static const char numbers[16] = { 7, 0, 0, 0, 0, 0, 0, 0, 'a', 'b' };
	static const char words[12] = { 2, 0, 0, 0, 'x', 0, 0, 0, 'y', 'z' };
	static const char many[12] = { (char)255, (char)255, 0, 0, 'x', 0, 0, 0,
				       'y', 'z', 'w', 'v' };

	open_events();
	handle(EVENT_PRINTF, PLAN_RECORD_FAULT, numbers, sizeof(numbers), 24);
	handle(EVENT_PRINT, PLAN_RECORD_TRUNCATED, "text", 5, 16);
	handle(EVENT_JOIN, 0, words, sizeof(words), 24);
	handle(EVENT_JOIN, 0, many, sizeof(many), 24);
	handle(EVENT_ENTRY, 0, numbers, 8, 16);
	cr_expect_eq(events.delivered, 5);
	cr_expect_eq(events.fault, 1);
	cr_expect_eq(events.truncated, 1);
	cr_expect_str_eq(close_events(), "7 ab\ntext\nx-yz\nx-yzwv\n@x: 7\n");
}

Test(events, exit)
{
	int64_t status = 3;

	open_events();
	cr_expect_not(events.exit_requested);
	handle(EVENT_EXIT, 0, &status, sizeof(status), 16);
	cr_expect(events.exit_requested);
	cr_expect_eq(events.exit_status, 3);
	cr_expect_str_eq(close_events(), "");
}

Test(events, warnings_name_their_place, .init = cr_redirect_stderr)
{
	open_events();
	handle(EVENT_WARNING, 0, "", 0, 8);
	events.no_warnings = true;
	handle(EVENT_WARNING, 0, "", 0, 8);
	close_events();
	fflush(stderr);
	cr_expect_stderr_eq_str("x.kt:2:6: warning: division by zero\n"
				"   2 | { 1 / 0 }\n"
				"     |      ^~~\n");
}

Test(events, records_that_fit_no_event_are_refused, .init = cr_redirect_stderr)
{
	open_events();
	handle(EVENT_PRINTF, 0, "", 0, 16);	/* shorter than the event's */
	handle(EVENTS, 0, "", 0, 64);		/* no such event */
	handle(UINT32_MAX, 0, "", 0, 64);
	events_handle(&events, "abc", 3);
	cr_expect_eq(events.delivered, 0);
	cr_expect_str_eq(close_events(), "");
	fflush(stderr);
}

Test(events, the_end_has_two_line_ends_and_no_maps_when_told_so)
{
	open_events();
	events_print_maps(&events);
	cr_expect_str_eq(close_events(), "\n\n");
}
