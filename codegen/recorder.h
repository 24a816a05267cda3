/*
 * Recorder: how a flight recorder lies in memory, which programs write and the user
 * side reads through a mapping while they go on writing.
 *
 * The recorder's map gives every key a *place*. A place has a head and a number of
 * slots. Who records takes a ticket from the head; ticket t is written to slot t modulo
 * the number of slots, under a stamp that says whose it is and whether it is whole. Where
 * the kernel has no atomic instructions that return the old value, a place has a head
 * and slots for each CPU, so that nobody else writes there.
 */
#pragma once

#include <stdint.h>

#include "codegen/plan.h"

/*
 * More slots than records that are kept: while some are overwritten, as many as are
 * asked for are whole.
 */
enum { RECORDER_SPARE_SLOTS = 8 };

/* As long as a cache line: keys that are written at once do not slow each other down. */
struct recorder_head {
	uint64_t owner;			/* the place while a key has it; 0 */
	uint64_t ticket;		/* the next one */
	uint64_t is_busy;		/* heads for each CPU: a record is being written */
	uint64_t unused[5];
};

struct recorder_slot {
	uint64_t stamp;			/* 0: never used; else recorder_stamp(), odd while written */
	uint64_t time;			/* boot-clock ns */
	struct plan_record record;	/* its values follow, as the event's layouts say */
};

/* A place's number in the heads; above it its tenure, which every new owner counts up from 1. */
static inline uint32_t recorder_place_index(uint64_t place)
{
	return (uint32_t)place;
}

#define RECORDER_NEXT_TENURE (1ull << 32)

/* The stamp of TICKET's record once it is whole; one less while it is being written. */
static inline uint64_t recorder_stamp(uint64_t ticket)
{
	return (ticket + 1) * 2;
}
