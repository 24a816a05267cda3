/*
 * Sink: the only way to standard output (or -o FILE). Five verbs, implemented
 * for text (sink_text.c), for JSON lines (sink_json.c) and for stacks (sink_folded.c).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct layout;
struct map_snapshot;	/* runtime/map_snapshot.h */
struct row;		/* runtime/row.h: columns of emit() */
struct record_list;	/* runtime/recorder.h */
struct render;		/* runtime/render.h: values to text */
struct sink;

/* Where every output went; filled from the ledger map and the reader's own counts. */
struct loss_summary {
	uint64_t outputs;
	uint64_t delivered;
	uint64_t lost_ringbuf, lost_map_full, lost_output;
	uint64_t fault, truncated;
	bool missed_known;		/* false: the kernel cannot tell (before 6.7) */
	uint64_t missed;
};

enum sink_format { SINK_TEXT, SINK_JSON, SINK_FOLDED };
enum sink_buffering { SINK_BUFFER_AUTO, SINK_BUFFER_LINE, SINK_BUFFER_FULL, SINK_BUFFER_NONE };

struct sink_options {
	enum sink_format format;
	enum sink_buffering buffering;	/* auto: by line on a terminal, else full, flushed when idle */
	int fd;				/* where to; stays the caller's */
	int aside_fd;			/* folded: where everything goes that is no map */
	bool is_terminal;		/* probe data is escaped */
	bool no_header;			/* rows come without the names of their columns */
	const struct render *render;
};

/* Makes a sink; the caller closes it. */
struct sink *sink_open(const struct sink_options *options);

/*
 * Text that a script printed: TYPE is "printf", "time", "join"…; probe data in it is
 * escaped already. TYPE NULL: a line end or the like that only text output has.
 */
void sink_text(struct sink *sink, const char *type, const char *bytes, size_t length);

/* What a script says by errorf() or warnf(), which TYPE is. */
struct sink_message {
	const char *type;
	const char *text;
	const char *file;		/* NULL: no place is known */
	unsigned line, column;
};

/* False where the format leaves messages to standard error. */
bool sink_message(struct sink *sink, const struct sink_message *message);

/* One value of print(), DATA as LAYOUT says. */
void sink_value(struct sink *sink, const struct layout *layout, const void *data);

/*
 * One row of emit(), its values in RECORD. Text has a header above the first row and
 * wherever the names of the columns change.
 */
void sink_row(struct sink *sink, const struct row *row, const void *record);

/* A map, or some of it, as print(@m) and the end show it. */
void sink_map(struct sink *sink, const struct map_snapshot *snapshot);

/* What a recorder kept, as print(@r), print(@r[k]) and the end show it: one output, if any. */
void sink_records(struct sink *sink, const struct record_list *list);

/* The ledger's end; JSON prints it always, text prints nothing here. */
void sink_lost(struct sink *sink, const struct loss_summary *summary);

/* How many probes were attached: JSON's first line ({"type": "attached_probes", …}). */
void sink_attached(struct sink *sink, unsigned count);

/* Writes what is buffered; 0, or -errno of the first write that failed (sticky; EPIPE too). */
int sink_flush(struct sink *sink);

/* Does what was written so far end with a line's end? */
bool sink_is_at_line_start(const struct sink *sink);

/* Outputs that could not be written since the first failure. */
uint64_t sink_lost_outputs(const struct sink *sink);

/* Flushes and frees; 0 or -errno. */
int sink_close(struct sink *sink);
