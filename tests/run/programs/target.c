/*
 * Functions for user probes to stand on, called with arguments and results
 * that the cases know.
 *
 *   target [ROUNDS [MS]]     calls each of them ROUNDS times (default 1), then
 *                            stays for MS milliseconds
 *   target spin MS           burns MS milliseconds of processor time in target_spin
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct target_point {
	int x;
	int y;
	const char *name;
};

/* Called as they stand: not inlined, not cloned for the arguments that main has. */
#if defined(__has_attribute) && __has_attribute(noipa)
#define TARGET __attribute__((noipa))
#else
#define TARGET __attribute__((noinline))
#endif
/* An empty asm keeps calls apart that a compiler would merge or drop. */
#define KEEP() __asm__ volatile("" ::: "memory")

int target_add(int a, long b);
unsigned char target_narrow(signed char a, unsigned short b, unsigned char c);
const char *target_text(const char *text, size_t length);
int target_point_sum(const struct target_point *point);
long target_many(long a, long b, long c, long d, long e, long f, long g, long h);
unsigned int target_depth(unsigned int n);
void target_spin(long milliseconds);

TARGET int target_add(int a, long b)
{
	KEEP();
	return (int)(a + b);
}

TARGET unsigned char target_narrow(signed char a, unsigned short b, unsigned char c)
{
	KEEP();
	return (unsigned char)(a + b + c);
}

TARGET const char *target_text(const char *text, size_t length)
{
	KEEP();
	return text + length / 2;
}

TARGET int target_point_sum(const struct target_point *point)
{
	KEEP();
	return point->x + point->y;
}

TARGET long target_many(long a, long b, long c, long d, long e, long f, long g, long h)
{
	KEEP();
	return a + b + c + d + e + f + g + h;
}

TARGET unsigned int target_depth(unsigned int n)
{
	unsigned int below;

	KEEP();
	if (!n)
		return 0;
	below = target_depth(n - 1);
	KEEP();
	return below + 1;
}

TARGET void target_spin(long milliseconds)
{
	clock_t end = clock() + milliseconds * (CLOCKS_PER_SEC / 1000);
	long i;

	/* Most of the time here, not in the clock: its callers may not be found. */
	while (clock() < end) {
		for (i = 0; i < 1000000; i++)
			KEEP();
	}
}

int main(int argc, char **argv)
{
	struct target_point point = { .x = 30, .y = -7 };
	char text[] = "hello, tracer";
	char name[] = "corner";
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	long i;

	/* Both texts lie on the stack: memory that is there when a probe reads it. */
	point.name = name;
	if (argc > 2 && !strcmp(argv[1], "spin")) {
		target_spin(strtol(argv[2], NULL, 10));
		return 0;
	}
	for (i = 0; i < rounds; i++) {
		target_add(40, 2);
		target_narrow(-3, 65535, 200);
		target_text(text, sizeof(text) - 1);
		target_point_sum(&point);
		target_many(1, 2, 3, 4, 5, 6, 7, 8);
		target_depth(3);
	}
	printf("%ld rounds\n", rounds);
	if (argc > 2)
		usleep((useconds_t)strtol(argv[2], NULL, 10) * 1000);
	return 0;
}
