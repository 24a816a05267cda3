/*
 * Sink: collecting what is printed and writing it in large pieces.
 *
 * A sink that could not write stays broken: what comes later is counted as lost
 * and thrown away.
 */
#include "runtime/sink_internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/map_snapshot.h"
#include "runtime/recorder.h"

#define FLUSH_BYTES 65536
#define KEEP_BYTES (4 * FLUSH_BYTES)	/* a larger buffer is given back after use */

static const struct sink_format_row *const format_rows[] = {
	[SINK_TEXT] = &sink_text_row,
	[SINK_JSON] = &sink_json_row,
	[SINK_FOLDED] = &sink_folded_row,
};

struct sink *sink_open(const struct sink_options *options)
{
	struct sink *sink = calloc(1, sizeof(*sink));

	if (!sink)
		abort();
	sink->row = format_rows[options->format];
	sink->render = options->render;
	sink->fd = options->fd;
	sink->no_header = options->no_header;
	sink->buffering = options->buffering;
	if (sink->buffering == SINK_BUFFER_AUTO)
		sink->buffering = options->is_terminal ? SINK_BUFFER_LINE : SINK_BUFFER_FULL;
	if (options->format == SINK_FOLDED)
		sink->aside = sink_open(&(struct sink_options){
			.format = SINK_TEXT, .buffering = options->buffering,
			.fd = options->aside_fd, .is_terminal = options->is_terminal,
			.no_header = options->no_header, .render = options->render });
	return sink;
}

/* WRITTEN tells how much was taken before an error. */
static int write_all(int fd, const char *bytes, size_t length, size_t *written_all)
{
	struct pollfd poller = { .fd = fd, .events = POLLOUT };
	ssize_t written;

	*written_all = 0;
	while (length) {
		written = write(fd, bytes, length);
		if (written >= 0) {
			bytes += written;
			*written_all += (size_t)written;
			length -= (size_t)written;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			poll(&poller, 1, -1);
		} else if (errno != EINTR) {
			return -errno;
		}
	}
	return 0;
}

/* Outputs that WRITTEN bytes do not hold to their end. */
static uint64_t count_behind(const struct sink *sink, size_t written)
{
	size_t count = sink->ends.length / sizeof(size_t), i = count, end;

	for (; i; i--) {
		memcpy(&end, sink->ends.data + (i - 1) * sizeof(end), sizeof(end));
		if (end <= written)
			break;
	}
	return count - i;
}

int sink_flush(struct sink *sink)
{
	size_t written = 0;

	if (sink->aside)
		sink_flush(sink->aside);
	if (!sink->error)
		sink->error = write_all(sink->fd, sink->out.data, sink->out.length, &written);
	if (sink->error)
		sink->lost += count_behind(sink, written);
	if (sink->out.length)
		sink->last = sink->out.data[sink->out.length - 1];
	buffer_clear(&sink->ends);
	buffer_clear(&sink->out);
	if (sink->out.capacity > KEEP_BYTES)
		buffer_release(&sink->out);
	return sink->error;
}

/* Ends one output, IS_COUNTED if it is of the ledger; what is buffered is written if it is time. */
static void sink_end(struct sink *sink, size_t start, bool is_counted)
{
	if (is_counted)
		buffer_append(&sink->ends, (const char *)&sink->out.length,
			      sizeof(sink->out.length));
	switch (sink->buffering) {
	case SINK_BUFFER_NONE:
		sink_flush(sink);
		break;
	case SINK_BUFFER_LINE:
		if (sink->out.length > start &&
		    memchr(sink->out.data + start, '\n', sink->out.length - start))
			sink_flush(sink);
		break;
	default:
		break;
	}
	if (sink->out.length >= FLUSH_BYTES || sink->error)
		sink_flush(sink);
}

void sink_text(struct sink *sink, const char *type, const char *bytes, size_t length)
{
	size_t start = sink->out.length;

	sink->row->text(sink, type, bytes, length);
	if (type || sink->out.length > start)
		sink_end(sink, start, type != NULL);
}

bool sink_message(struct sink *sink, const struct sink_message *message)
{
	size_t start = sink->out.length;

	if (!sink->row->message)
		return false;
	sink->row->message(sink, message);
	sink_end(sink, start, true);
	return true;
}

void sink_value(struct sink *sink, const struct layout *layout, const void *data)
{
	size_t start = sink->out.length;

	sink->row->value(sink, layout, data);
	sink_end(sink, start, true);
}

void sink_row(struct sink *sink, const struct row *row, const void *record)
{
	size_t start = sink->out.length;

	sink->row->row(sink, row, record);
	sink_end(sink, start, true);
}

void sink_map(struct sink *sink, const struct map_snapshot *snapshot)
{
	size_t start = sink->out.length;

	sink->row->map(sink, snapshot);
	sink_end(sink, start, !snapshot->is_final);
}

void sink_records(struct sink *sink, const struct record_list *list)
{
	size_t start = sink->out.length;

	sink->row->records(sink, list);
	sink_end(sink, start, !list->is_final);
}

void sink_lost(struct sink *sink, const struct loss_summary *summary)
{
	size_t start = sink->out.length;

	sink->row->lost(sink, summary);
	sink_end(sink, start, false);
}

void sink_attached(struct sink *sink, unsigned count)
{
	size_t start = sink->out.length;

	sink->row->attached(sink, count);
	sink_end(sink, start, false);
}

bool sink_is_at_line_start(const struct sink *sink)
{
	return !sink->last || sink->last == '\n';
}

uint64_t sink_lost_outputs(const struct sink *sink)
{
	return sink->lost;
}

int sink_close(struct sink *sink)
{
	int error = sink_flush(sink);

	if (sink->aside)
		sink_close(sink->aside);
	buffer_release(&sink->out);
	buffer_release(&sink->ends);
	free(sink);
	return error;
}
