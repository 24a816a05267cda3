/*
 * Ring: reading the BPF ring buffer.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct ring {
	int fd;				/* the map's; the caller's */
	size_t bytes;			/* of data */
	size_t page;
	unsigned long *consumer;	/* bytes read; shared with the kernel */
	const unsigned long *producer;	/* bytes written */
	const unsigned char *data;	/* mapped twice in a row: a record never wraps */
};

/* Maps the ring of BYTES (the map's max_entries); 0 or -errno. */
int ring_open(struct ring *ring, int fd, size_t bytes);
void ring_close(struct ring *ring);

/*
 * Hands finished records to HANDLE in order, at most MOST (a record discarded by
 * its writer counts too) or until HANDLE answers something else than 0. How many
 * were taken; 0: there was none.
 */
unsigned ring_consume(struct ring *ring, unsigned most,
		      int (*handle)(void *context, const void *record, size_t size),
		      void *context);

/* The same on positions and data that need not be a kernel's: what ring_consume does. */
struct ring_view {
	unsigned long *consumer;
	const unsigned long *producer;
	const unsigned char *data;
	size_t bytes;
};
unsigned ring_consume_view(const struct ring_view *view, unsigned most,
			   int (*handle)(void *context, const void *record, size_t size),
			   void *context);
