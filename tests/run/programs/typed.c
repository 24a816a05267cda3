/*
 * Functions whose parameters are of every kind that debug information tells: each
 * is called once with values that the cases know.
 */
#define _DEFAULT_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__has_attribute) && __has_attribute(noipa)
#define TYPED __attribute__((noipa))
#else
#define TYPED __attribute__((noinline))
#endif
/* An empty asm keeps calls apart that a compiler would merge or drop. */
#define KEEP() __asm__ volatile("" ::: "memory")

enum typed_color { TYPED_RED = 1, TYPED_GREEN = 2, TYPED_BLUE = 700 };
enum typed_level { TYPED_LOW = -2, TYPED_HIGH = 2 };

struct typed_inner {
	short low;
	union {
		uint32_t number;
		uint8_t bytes[4];
	};
};

struct typed_node {
	const char *label;
	struct typed_node *next;
	struct typed_inner inner;
	unsigned int three : 3, five : 5;
	int negative : 4;
	bool is_last;
	enum typed_color color;
	char name[8];
	int numbers[4];
	double ratio;
};

struct typed_pair { int x, y; };		/* one register */
struct typed_range { long from; const char *to; };	/* two */
struct typed_large { long a, b, c; };		/* memory */
struct typed_mixed { double ratio; long count; };	/* one of each kind */
typedef struct { uint16_t port; uint8_t kind; } typed_end;

int typed_widths(signed char a, unsigned char b, short c, unsigned short d, int e, unsigned int f);
long typed_long(long a, unsigned long b, bool c, char d, long long e, uint8_t f);
int typed_node_sum(const struct typed_node *node);
int typed_pair_sum(struct typed_pair pair, int after);
long typed_range_from(int before, struct typed_range range, int after);
long typed_large_sum(struct typed_large large, int after);
long typed_mixed_count(struct typed_mixed mixed, int after);
int typed_many(int a, int b, int c, int d, int e, int f, int g, short h, const char *i, bool j);
int typed_split(int a, int b, int c, int d, int e, struct typed_range range, int f);
double typed_float(float a, int b, double c, int d, long double e, int f);
enum typed_color typed_next(enum typed_color color, enum typed_level level);
struct typed_pair typed_make_pair(int x, int y);
struct typed_range typed_make_range(long from, const char *to);
struct typed_large typed_make_large(long a);
const char *typed_text(const char *text, typed_end end);
bool typed_is_odd(int number);
short typed_minus(short number);
unsigned int typed_depth(unsigned int n);
void typed_variadic(const char *format, int count, ...);
void typed_callback(int (*call)(int number), int values[4]);
long typed_wide(__int128 wide, int after);

TYPED int typed_widths(signed char a, unsigned char b, short c, unsigned short d, int e,
		       unsigned int f)
{
	KEEP();
	return a + b + c + d + e + (int)f;
}

TYPED long typed_long(long a, unsigned long b, bool c, char d, long long e, uint8_t f)
{
	KEEP();
	return a + (long)b + c + d + (long)e + f;
}

TYPED int typed_node_sum(const struct typed_node *node)
{
	KEEP();
	return node->numbers[0] + node->numbers[1];
}

TYPED int typed_pair_sum(struct typed_pair pair, int after)
{
	KEEP();
	return pair.x + pair.y + after;
}

TYPED long typed_range_from(int before, struct typed_range range, int after)
{
	KEEP();
	return range.from + before + after;
}

TYPED long typed_large_sum(struct typed_large large, int after)
{
	KEEP();
	return large.a + large.b + large.c + after;
}

TYPED long typed_mixed_count(struct typed_mixed mixed, int after)
{
	KEEP();
	return mixed.count + after;
}

TYPED int typed_many(int a, int b, int c, int d, int e, int f, int g, short h, const char *i,
		     bool j)
{
	KEEP();
	return a + b + c + d + e + f + g + h + *i + j;
}

TYPED int typed_split(int a, int b, int c, int d, int e, struct typed_range range, int f)
{
	KEEP();
	return a + b + c + d + e + (int)range.from + f;
}

TYPED double typed_float(float a, int b, double c, int d, long double e, int f)
{
	KEEP();
	return a + b + c + d + (double)e + f;
}

TYPED enum typed_color typed_next(enum typed_color color, enum typed_level level)
{
	KEEP();
	return level == TYPED_LOW ? TYPED_BLUE : color;
}

TYPED struct typed_pair typed_make_pair(int x, int y)
{
	KEEP();
	return (struct typed_pair){ x, y };
}

TYPED struct typed_range typed_make_range(long from, const char *to)
{
	KEEP();
	return (struct typed_range){ from, to };
}

TYPED struct typed_large typed_make_large(long a)
{
	KEEP();
	return (struct typed_large){ a, a + 1, a + 2 };
}

TYPED const char *typed_text(const char *text, typed_end end)
{
	KEEP();
	return text + end.kind;
}

TYPED bool typed_is_odd(int number)
{
	KEEP();
	return number % 2;
}

TYPED short typed_minus(short number)
{
	KEEP();
	return (short)-number;
}

TYPED unsigned int typed_depth(unsigned int n)
{
	unsigned int below;

	KEEP();
	if (!n)
		return 0;
	below = typed_depth(n - 1);
	KEEP();
	return below + 1;
}

TYPED void typed_variadic(const char *format, int count, ...)
{
	KEEP();
	(void)format;
	(void)count;
}

TYPED void typed_callback(int (*call)(int number), int values[4])
{
	KEEP();
	values[0] = call(values[1]);
}

TYPED long typed_wide(__int128 wide, int after)
{
	KEEP();
	return (long)wide + after;
}

static int twice(int number)
{
	return 2 * number;
}

/* What a probe reads lies on the stack: memory that is there when it reads it. */
static void call_with_structs(void)
{
	char label[] = "first", other[] = "second", to[] = "the end";
	struct typed_node last = {
		.label = other, .inner = { .low = -5, .number = 0x01020304 }, .three = 2,
		.five = 30, .negative = -8, .is_last = true, .color = TYPED_BLUE,
		.name = "last", .numbers = { 5, 6, 7, 8 }, .ratio = 0.5,
	};
	struct typed_node node = {
		.label = label, .next = &last, .inner = { .low = 300, .number = 77 }, .three = 5,
		.five = 17, .negative = -3, .color = TYPED_GREEN, .name = "node",
		.numbers = { 1, -2, 3, -4 },
	};

	typed_node_sum(&node);
	typed_pair_sum((struct typed_pair){ -11, 22 }, 33);
	typed_range_from(1, (struct typed_range){ 1000, to }, 2);
	typed_large_sum((struct typed_large){ 10, -20, 30 }, 40);
	typed_mixed_count((struct typed_mixed){ 1.5, 60 }, 70);
	typed_split(1, 2, 3, 4, 5, (struct typed_range){ 600, to }, 7);
	typed_make_range(9, to);
}

int main(void)
{
	char text[] = "hello, types";
	int values[4] = { 1, 2, 3, 4 };

	typed_widths(-1, 200, -300, 60000, -70000, 4000000000u);
	typed_long(-5000000000, 5000000000, true, 'x', -1, 255);
	call_with_structs();
	typed_many(1, -2, 3, -4, 5, -6, -7, -8, text, true);
	typed_float(1.5f, 15, 2.5, 25, 3.5l, 35);
	typed_next(TYPED_GREEN, TYPED_LOW);
	typed_make_pair(3, -4);
	typed_make_large(100);
	typed_text(text, (typed_end){ 443, 7 });
	typed_is_odd(7);
	typed_minus(12);
	typed_depth(3);
	typed_variadic(text, 3, 1, 2, 3);
	typed_callback(twice, values);
	typed_wide(-3, 4);
	printf("%d\n", values[0]);
	return 0;
}
