/*
 * Events: what the ring buffer's records ask for, carried out in order.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/buffer.h"

struct live;
struct render;
struct rows;
struct sink;

struct events {
	const struct live *live;
	const struct render *render;
	struct sink *sink;
	const struct rows *rows;	/* of the plan's emit()s; needed where it has such */
	const char *program_name;	/* for warnings */
	bool no_warnings;
	/* Told when the program cleared map INDEX, whose entries count from GENERATION on; NULL. */
	void (*cleared)(void *context, uint32_t map, uint64_t generation);
	void *cleared_context;
	/* counted here, for the ledger */
	uint64_t delivered;		/* records carried out */
	uint64_t fault, truncated;	/* of these, by their flags */
	/* asked for by the program */
	bool has_free_places;		/* keys of recorders have gone: events_sweep() */
	bool exit_requested;
	int exit_status;
	struct buffer text;		/* reused from event to event; starts empty */
};

/*
 * Carries out one record of SIZE bytes. Records are trusted no further than their
 * size: one that does not fit its event is reported as a defect of ktrace.
 */
void events_handle(struct events *events, const void *record, size_t size);

/* Gives places of recorders whose keys are gone to new keys; waits for running programs. */
void events_sweep(struct events *events);

/* Prints map INDEX of the plan as at the end of a run, which is not one of the outputs. */
void events_print_map(struct events *events, uint32_t index);

/* Prints every map that the script filled, as at the end of a run (text: two line ends before). */
void events_print_maps(struct events *events);

/* Gives back what the events kept for themselves. */
void events_release(struct events *events);
