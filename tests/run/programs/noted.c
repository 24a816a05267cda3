/*
 * A program with probes of its own (USDT), written as the notes that they are: arguments in
 * registers of every width, in memory and as constants; several places of one probe, some of
 * them copies of an inlined function; and a counter of its tracers.
 *
 *   noted    goes once past all of them for each line on standard input, and prints the
 *            counter each time
 */
#include <stdio.h>

#if defined(__x86_64__)
/* A note of three addresses and three texts; COUNTER is an address or 0. */
#define PROBE(counter, name, arguments, ...) \
	__asm__ volatile("990:	nop\n" \
			 "	.pushsection .note.stapsdt, \"\", \"note\"\n" \
			 "	.balign 4\n" \
			 "	.4byte 992f - 991f, 994f - 993f, 3\n" \
			 "991:	.asciz \"stapsdt\"\n" \
			 "992:	.balign 4\n" \
			 "993:	.8byte 990b, _.stapsdt.base, " counter "\n" \
			 "	.asciz \"noted\"\n" \
			 "	.asciz \"" name "\"\n" \
			 "	.asciz \"" arguments "\"\n" \
			 "994:	.balign 4\n" \
			 "	.popsection\n" \
			 "	.ifndef _.stapsdt.base\n" \
			 "	.pushsection .stapsdt.base, \"aG\", \"progbits\", .stapsdt.base, comdat\n" \
			 "	.weak _.stapsdt.base\n" \
			 "	.hidden _.stapsdt.base\n" \
			 "_.stapsdt.base:	.space 1\n" \
			 "	.popsection\n" \
			 "	.endif\n" : : __VA_ARGS__)
#else
#define PROBE(counter, name, arguments, ...) __asm__ volatile("" : : "r"(0))
#endif

__attribute__((section(".probes"), used)) unsigned short noted_counter;
__attribute__((used)) long noted_total = 1234567890123;
__attribute__((used)) int noted_table[] = { 10, -20, 30, -40 };

static inline __attribute__((always_inline)) void step(const char *from, long number)
{
	PROBE("0", "step", "8@%0 -8@%1", "r"(from), "nor"(number));
}

static __attribute__((noinline)) void pass(int small, unsigned char byte, short half, long wide)
{
	long index = 3, word = 0x4142;
	volatile long kept = wide + 1;
	const int *table = noted_table;

	PROBE("0", "registers", "-4@%0 1@%1 -2@%2 -8@%3 1@%%ah 1@%%al -1@%b0", "r"(small), "q"(byte),
	      "r"(half), "r"(wide), "a"(word));
	PROBE("0", "memory", "-4@(%0,%1,4) -4@-4(%0,%1,4) -8@%2 8@noted_total(%%rip) "
	      "-4@noted_table+4(%%rip) 8@$-3 -4@$-3", "r"(table), "r"(index), "m"(kept));
	PROBE("0", "strange", "4@%k0 8f@%%xmm0 8@%%fs:16 4@%k0 4@%k0 4@%k0 4@%k0 4@%k0 4@%k0 4@%k0 "
	      "4@$10 4@$11", "r"(small));
	PROBE("0", "bare", "", "r"(small));
	step("one", wide);
	step("two", 22);
	if (*(volatile unsigned short *)&noted_counter)
		PROBE("noted_counter", "counted", "8@%0", "r"(wide));
}

int main(void)
{
	int c;

	while ((c = getchar()) != EOF) {
		if (c != '\n')
			continue;
		printf("%u tracers\n", *(volatile unsigned short *)&noted_counter);
		fflush(stdout);
		pass(-5, 200, -300, -6000000000);
	}
	return 0;
}
