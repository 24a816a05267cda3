/*
 * Sink, inside: what sink.c, sink_text.c and sink_json.c share.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/buffer.h"
#include "runtime/sink.h"

/* How one format writes; each appends to sink->out. */
struct sink_format_row {
	void (*text)(struct sink *sink, const char *type, const char *bytes, size_t length);
	void (*message)(struct sink *sink, const struct sink_message *message);	/* or NULL */
	void (*value)(struct sink *sink, const struct layout *layout, const void *data);
	void (*row)(struct sink *sink, const struct row *row, const void *record);
	void (*map)(struct sink *sink, const struct map_snapshot *snapshot);
	void (*records)(struct sink *sink, const struct record_list *list);
	void (*lost)(struct sink *sink, const struct loss_summary *summary);
	void (*attached)(struct sink *sink, unsigned count);
};

extern const struct sink_format_row sink_text_row;
extern const struct sink_format_row sink_json_row;
extern const struct sink_format_row sink_folded_row;

struct sink {
	const struct sink_format_row *row;
	const struct render *render;
	enum sink_buffering buffering;	/* never AUTO */
	int fd;
	char last;			/* byte written; 0: none yet */
	int error;			/* -errno of the first write that failed */
	struct buffer out;		/* not written yet */
	struct buffer ends;		/* where each output in it ends: size_t */
	uint64_t lost;
	struct sink *aside;		/* folded: for what is no stack; else NULL */
	bool no_header;
	uint32_t shape;			/* of the rows that the last header was for; 0: none yet */
};

/* How many of a snapshot's entries are shown, from which on; keyed maps show the largest. */
static inline uint32_t sink_first_entry(uint32_t entry_count, uint32_t top)
{
	return top && top < entry_count ? entry_count - top : 0;
}
