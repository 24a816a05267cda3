/*
 * Ring: libbpf's reader writes the consumer's position back after every record,
 * a cache line that every writer looks at; here it is written once for a batch.
 */
#include "runtime/ring.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

/* Records between two writes of the position: small enough that a full ring drains evenly. */
#define BATCH 64

int ring_open(struct ring *ring, int fd, size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *consumer, *producer;

	consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (consumer == MAP_FAILED)
		return -errno;
	producer = mmap(NULL, page + 2 * bytes, PROT_READ, MAP_SHARED, fd, (off_t)page);
	if (producer == MAP_FAILED) {
		int error = -errno;

		munmap(consumer, page);
		return error;
	}
	*ring = (struct ring){
		.fd = fd, .bytes = bytes, .page = page, .consumer = consumer,
		.producer = producer, .data = (const unsigned char *)producer + page,
	};
	return 0;
}

void ring_close(struct ring *ring)
{
	if (!ring->consumer)
		return;
	munmap(ring->consumer, ring->page);
	munmap((void *)(uintptr_t)ring->producer, ring->page + 2 * ring->bytes);
	*ring = (struct ring){ .fd = -1 };
}

/* Bytes that a record takes in the ring, its 8-byte header included. */
static unsigned long record_span(uint32_t length)
{
	return ((unsigned long)length + BPF_RINGBUF_HDR_SZ + 7) & ~7ul;
}

unsigned ring_consume_view(const struct ring_view *view, unsigned most,
			   int (*handle)(void *context, const void *record, size_t size),
			   void *context)
{
	unsigned long at = __atomic_load_n(view->consumer, __ATOMIC_ACQUIRE);
	unsigned long end = __atomic_load_n(view->producer, __ATOMIC_ACQUIRE);
	unsigned taken = 0;
	bool stopped = false;

	while (taken < most && !stopped) {
		const unsigned char *record = view->data + (at & (view->bytes - 1));
		uint32_t length;

		if (at == end) {
			end = __atomic_load_n(view->producer, __ATOMIC_ACQUIRE);
			if (at == end)
				break;
		}
		length = __atomic_load_n((const uint32_t *)record, __ATOMIC_ACQUIRE);
		if (length & BPF_RINGBUF_BUSY_BIT)
			break;
		if (!(length & BPF_RINGBUF_DISCARD_BIT))
			stopped = handle(context, record + BPF_RINGBUF_HDR_SZ, length);
		at += record_span(length & ~BPF_RINGBUF_DISCARD_BIT);
		if (++taken % BATCH == 0)
			__atomic_store_n(view->consumer, at, __ATOMIC_RELEASE);
	}
	__atomic_store_n(view->consumer, at, __ATOMIC_RELEASE);
	return taken;
}

unsigned ring_consume(struct ring *ring, unsigned most,
		      int (*handle)(void *context, const void *record, size_t size),
		      void *context)
{
	const struct ring_view view = {
		.consumer = ring->consumer, .producer = ring->producer, .data = ring->data,
		.bytes = ring->bytes,
	};

	return ring_consume_view(&view, most, handle, context);
}
