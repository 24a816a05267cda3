/*
 * The ring's reader on memory of our own: order, batches, what is not finished.
 */
#include "runtime/ring.h"

#include <criterion/criterion.h>
#include <linux/bpf.h>
#include <string.h>

enum { BYTES = 4096 };

struct fixture {
	unsigned long consumer, producer;
	unsigned char data[2 * BYTES] __attribute__((aligned(8)));
	struct ring_view view;
	uint32_t seen[1024];		/* first word of each record */
	size_t sizes[1024];
	unsigned count;
	unsigned stop_at;		/* answer "stop" at this many; 0: never */
};

static void fixture_open(struct fixture *fixture, unsigned long start)
{
	memset(fixture, 0, sizeof(*fixture));
	fixture->consumer = fixture->producer = start;
	fixture->view = (struct ring_view){
		.consumer = &fixture->consumer, .producer = &fixture->producer,
		.data = fixture->data, .bytes = BYTES,
	};
}

/* Writes one byte, in both of the mappings. */
static void put(struct fixture *fixture, unsigned long at, unsigned char byte)
{
	fixture->data[at % BYTES] = byte;
	fixture->data[at % BYTES + BYTES] = byte;
}

static void add(struct fixture *fixture, uint32_t value, uint32_t size, uint32_t flags)
{
	unsigned long at = fixture->producer;
	uint32_t header[2] = { size | flags, 0 };

	for (unsigned i = 0; i < sizeof(header); i++)
		put(fixture, at + i, ((unsigned char *)header)[i]);
	for (unsigned i = 0; i < size; i++)
		put(fixture, at + 8 + i, i < 4 ? (unsigned char)(value >> 8 * i) : 0xaa);
	fixture->producer += (size + 8 + 7) / 8 * 8;
}

static int handle(void *context, const void *record, size_t size)
{
	struct fixture *fixture = context;

	memcpy(&fixture->seen[fixture->count], record, 4);
	fixture->sizes[fixture->count++] = size;
	return fixture->stop_at && fixture->count == fixture->stop_at;
}

static unsigned consume(struct fixture *fixture, unsigned most)
{
	return ring_consume_view(&fixture->view, most, handle, fixture);
}

Test(ring, empty)
{
	struct fixture fixture;

	fixture_open(&fixture, 0);
	cr_expect_eq(consume(&fixture, 100), 0);
	cr_expect_eq(fixture.consumer, 0);
}

Test(ring, records_in_order_and_whole)
{
	struct fixture fixture;

	fixture_open(&fixture, 0);
	for (uint32_t i = 0; i < 10; i++)
		add(&fixture, i, 4 + i, 0);
	cr_expect_eq(consume(&fixture, 100), 10);
	for (uint32_t i = 0; i < 10; i++)
		cr_expect(fixture.seen[i] == i && fixture.sizes[i] == 4 + i);
	cr_expect_eq(fixture.consumer, fixture.producer);
}

Test(ring, goes_round)
{
	struct fixture fixture;

	/* far along, also beyond 32 bits, and a record that wraps */
	fixture_open(&fixture, (1ul << 33) + BYTES - 24);
	for (uint32_t i = 0; i < 5; i++)
		add(&fixture, 100 + i, 40, 0);
	cr_expect_eq(consume(&fixture, 100), 5);
	for (uint32_t i = 0; i < 5; i++)
		cr_expect_eq(fixture.seen[i], 100 + i);
	cr_expect_eq(fixture.consumer, fixture.producer);
}

Test(ring, stops_before_an_unfinished_record)
{
	struct fixture fixture;

	fixture_open(&fixture, 0);
	add(&fixture, 1, 8, 0);
	add(&fixture, 2, 8, BPF_RINGBUF_BUSY_BIT);
	add(&fixture, 3, 8, 0);
	cr_expect_eq(consume(&fixture, 100), 1);
	cr_expect_eq(fixture.consumer, 16);
	put(&fixture, 16 + 3, 0);	/* its writer finishes */
	cr_expect_eq(consume(&fixture, 100), 2);
	cr_expect(fixture.count == 3 && fixture.seen[1] == 2 && fixture.seen[2] == 3);
}

Test(ring, passes_over_discarded_records)
{
	struct fixture fixture;

	fixture_open(&fixture, 0);
	add(&fixture, 1, 8, BPF_RINGBUF_DISCARD_BIT);
	add(&fixture, 2, 8, 0);
	cr_expect_eq(consume(&fixture, 100), 2);
	cr_expect(fixture.count == 1 && fixture.seen[0] == 2);
}

Test(ring, takes_no_more_than_asked)
{
	struct fixture fixture;

	fixture_open(&fixture, 0);
	for (uint32_t i = 0; i < 100; i++)
		add(&fixture, i, 8, 0);
	cr_expect_eq(consume(&fixture, 70), 70);
	cr_expect_eq(fixture.consumer, 70 * 16);
	fixture.stop_at = 75;
	cr_expect_eq(consume(&fixture, 100), 5);
	cr_expect_eq(fixture.consumer, 75 * 16);
	cr_expect_eq(consume(&fixture, 100), 25);
	cr_expect_eq(fixture.seen[99], 99);
}
