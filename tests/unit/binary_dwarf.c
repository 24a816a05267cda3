/*
 * Binary DWARF: what is read of this very program's debug information, the places of
 * arguments as gcc and clang agree on them.
 */
#include "codegen/target/binary_dwarf.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "codegen/target/binary.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "tests/unit/fixture.h"

#define SELF "/proc/self/exe"
#define LANDMARK __attribute__((noinline)) 

enum landmark_kind { LANDMARK_FIRST = -1, LANDMARK_LAST = 7 };

struct landmark_opaque;

struct landmark_list {
	struct landmark_list *next;
	const struct landmark_list *const *others;
	struct { int inner; union { char text[12]; long number; }; };
	unsigned int low : 3, high : 29;
	enum landmark_kind kind;
	struct landmark_opaque *opaque;
	int matrix[2][3];
};

struct landmark_floats { float x, y; };
struct landmark_both { double x; long y; };
struct __attribute__((packed)) landmark_packed { char a; long b; };
struct landmark_wide { long a, b, c; };
struct landmark_small { char a; short b; };
struct landmark_nothing { };

/* Only declared: this file tells nobody where it is defined. */
const char *landmark_plain(const char *text, bool flag, int number);
int landmark_spread(float a, struct landmark_small b, struct landmark_both c, int d,
		    struct landmark_wide e, long double f, struct landmark_packed g,
		    struct landmark_floats h, int i, int j, int k, int l);
struct landmark_wide landmark_large(struct landmark_list *list, enum landmark_kind kind);
void landmark_empty(struct landmark_nothing nothing, double _Complex ratio, __int128 wide, int after);

LANDMARK const char *landmark_plain(const char *text, bool flag, int number)
{
	return text + flag + number;
}

LANDMARK int landmark_spread(float a, struct landmark_small b, struct landmark_both c, int d,
			     struct landmark_wide e, long double f, struct landmark_packed g,
			     struct landmark_floats h, int i, int j, int k, int l)
{
	return (int)(a + b.b + c.y + d + e.c + f + g.b + h.x) + i + j + k + l;
}

LANDMARK struct landmark_wide landmark_large(struct landmark_list *list, enum landmark_kind kind)
{
	return (struct landmark_wide){ .a = list->number, .b = kind };
}

LANDMARK void landmark_empty(struct landmark_nothing nothing, double _Complex ratio,
			     __int128 wide, int after)
{
	(void)nothing;
	__asm__ volatile("" : : "r"((long)wide + after + (long)(double)ratio) : "memory");
}

struct fixture {
	struct arena *arena;
	struct target *target;
};

static struct fixture start(void)
{
	struct fixture fixture = { .arena = arena_new() };

	fixture.target = fixture_open(fixture.arena, "v6.12-like");
	return fixture;
}

static void stop(struct fixture *fixture)
{
	target_close(fixture->target);
	arena_free(fixture->arena);
}

static const struct binary_function *find(struct fixture *fixture, const char *name)
{
	const struct binary_function *function;
	const char *because;
	uint64_t offset;

	cr_assert_eq(binary_find_symbol(SELF, name, &offset), 0);
	function = binary_find_function(fixture->target, SELF, offset, name, &because);
	cr_assert_not_null(function, "%s: %s", name, because);
	return function;
}

static void expect_prototype(struct fixture *fixture, const char *name, const char *expected)
{
	struct buffer text = { 0 };

	target_print_prototype(&find(fixture, name)->prototype, &text);
	cr_expect_str_eq(text.data, expected);
	buffer_release(&text);
}

Test(binary_dwarf, prototypes_are_as_the_source_has_them)
{
	struct fixture fixture = start();

	expect_prototype(&fixture, "landmark_plain",
			 "const char *landmark_plain(const char *text, _Bool flag, int number)");
	expect_prototype(&fixture, "landmark_large",
			 "struct landmark_wide landmark_large(struct landmark_list *list, "
			 "enum landmark_kind kind)");
	cr_expect_str_eq(landmark_plain("text", true, 1), "xt");
	stop(&fixture);
}

Test(binary_dwarf, types_are_user_memory)
{
	struct fixture fixture = start();
	const struct binary_function *function = find(&fixture, "landmark_plain");
	const struct type *text = function->prototype.parameters[0].type;

	cr_assert_eq(text->kind, TYPE_POINTER);
	cr_expect_eq(text->space, SPACE_USER);
	cr_expect_str_eq(text->target->name, "char");
	cr_expect_eq(function->prototype.parameters[1].type, &type_bool);
	cr_expect_eq(function->prototype.parameters[2].type, &type_int32);
	cr_expect_eq(function->prototype.return_type, text);
	stop(&fixture);
}

static struct field member(struct fixture *fixture, const struct type *type, const char *name)
{
	struct field field = { 0 };

	cr_assert(target_find_field(fixture->target, type, name, &field), "%s", name);
	return field;
}

Test(binary_dwarf, members_of_a_struct_that_points_to_itself)
{
	struct fixture fixture = start();
	const struct type *list = find(&fixture, "landmark_large")->prototype.parameters[0]
				  .type->target;
	struct field field;

	cr_expect_eq(list->size, sizeof(struct landmark_list));
	cr_expect_eq(list->align, 8);
	cr_expect_eq(member(&fixture, list, "next").type->target, list);
	cr_expect_eq(member(&fixture, list, "others").type->target->target, list);
	cr_expect_eq(member(&fixture, list, "inner").offset,
		     __builtin_offsetof(struct landmark_list, inner));
	field = member(&fixture, list, "text");
	cr_expect_eq(field.offset, __builtin_offsetof(struct landmark_list, text));
	cr_expect_eq(field.type->count, 12);
	field = member(&fixture, list, "high");
	cr_expect_eq(field.bit_size, 29);
	cr_expect_eq(field.offset * 8 + field.bit_offset,
		     (__builtin_offsetof(struct landmark_list, kind) - 4) * 8 + 3);
	field = member(&fixture, list, "matrix");
	cr_expect_eq(field.type->count, 2);
	cr_expect_eq(field.type->target->count, 3);
	cr_expect_eq(member(&fixture, list, "opaque").type->target->size, 0);
	cr_expect_not(target_find_field(fixture.target, list, "absent", &field));
	stop(&fixture);
}

Test(binary_dwarf, types_and_constants_by_name)
{
	struct fixture fixture = start();
	const struct type *type = find(&fixture, "landmark_large")->prototype.parameters[0]
				  .type->target;
	struct suggest suggest;
	int64_t value = 0;

	cr_expect_eq(binary_find_struct(fixture.target, SELF, "landmark_list", false), type);
	cr_expect_null(binary_find_struct(fixture.target, SELF, "landmark_list", true));
	cr_expect_null(binary_find_struct(fixture.target, SELF, "landmark_opaque", false));
	cr_expect_null(binary_find_typedef(fixture.target, SELF, "landmark_list"));
	cr_expect_eq(binary_find_typedef(fixture.target, SELF, "uint64_t"), &type_uint64);
	cr_assert_not_null(binary_find_enum(fixture.target, SELF, "landmark_kind"));
	cr_expect(binary_find_constant(fixture.target, SELF, "LANDMARK_FIRST", &value, &type));
	cr_expect_eq(value, -1);
	cr_expect(type->is_signed);
	cr_expect_not(binary_find_constant(fixture.target, SELF, "LANDMARK_NONE", &value, &type));
	suggest_start(&suggest, "landmark_lits");
	binary_suggest_struct(fixture.target, SELF, &suggest);
	cr_assert_not_null(suggest.best);
	cr_expect_str_eq(suggest.best, "landmark_list");
	stop(&fixture);
}

Test(binary_dwarf, what_is_not_there_is_told)
{
	struct fixture fixture = start();
	const char *because = NULL;

	cr_expect_null(binary_find_function(fixture.target, SELF, 1, "nothing", &because));
	cr_expect_not_null(strstr(because, "does not have it"));
	cr_expect_null(binary_find_function(fixture.target, "/etc/passwd", 1, "x", &because));
	cr_expect_str_eq(because, "/etc/passwd cannot be read");
	cr_expect_not(binary_is_stripped(fixture.target, "/etc/passwd"));
	cr_expect_not(binary_is_stripped(fixture.target, SELF));
	cr_expect_null(binary_find_struct(fixture.target, "/etc/passwd", "x", false));
	stop(&fixture);
}

#if defined(__x86_64__)
enum { DI = 112, SI = 104, DX = 96, CX = 88, R8 = 72, R9 = 64, AX = 80 };

static void expect_registers(const struct abi_place *place, uint32_t first, uint32_t second)
{
	cr_expect_eq(place->kind, ABI_PLACE_REGISTERS);
	cr_expect_eq(place->offsets[0], first);
	cr_expect_eq(place->register_count, second ? 2 : 1);
	if (second)
		cr_expect_eq(place->offsets[1], second);
}

static void expect_stack(const struct abi_place *place, uint32_t offset)
{
	cr_expect_eq(place->kind, ABI_PLACE_STACK);
	cr_expect_eq(place->stack_offset, offset);
}

Test(binary_dwarf, each_value_has_its_place)
{
	struct fixture fixture = start();
	const struct abi_place *places = find(&fixture, "landmark_spread")->places;

	cr_expect_eq(landmark_spread(1, (struct landmark_small){ 0 }, (struct landmark_both){ 0 },
				     4, (struct landmark_wide){ 0 }, 5,
				     (struct landmark_packed){ 0 }, (struct landmark_floats){ 0 },
				     1, 2, 3, 4), 20);
	cr_expect_eq(places[0].kind, ABI_PLACE_VECTOR);
	expect_registers(&places[1], DI, 0);
	cr_expect_eq(places[2].kind, ABI_PLACE_VECTOR);		/* and rsi */
	expect_registers(&places[3], DX, 0);
	expect_stack(&places[4], 0);
	expect_stack(&places[5], 32);				/* aligned to 16 */
	expect_stack(&places[6], 48);				/* packed: its fields are unaligned */
	cr_expect_eq(places[7].kind, ABI_PLACE_VECTOR);
	expect_registers(&places[8], CX, 0);
	expect_registers(&places[9], R8, 0);
	expect_registers(&places[10], R9, 0);
	expect_stack(&places[11], 64);
	stop(&fixture);
}

Test(binary_dwarf, results_and_what_they_move)
{
	struct fixture fixture = start();
	const struct binary_function *large = find(&fixture, "landmark_large");
	const struct binary_function *empty = find(&fixture, "landmark_empty");
	struct landmark_list list = { .number = 9 };

	cr_expect_eq(landmark_large(&list, LANDMARK_LAST).a, 9);
	landmark_empty((struct landmark_nothing){ }, 1, 2, 3);
	expect_registers(&large->result, AX, 0);
	cr_expect(large->result.is_address);
	expect_registers(&large->places[0], SI, 0);		/* behind the result's address */
	expect_registers(&large->places[1], DX, 0);
	cr_expect_eq(empty->places[0].kind, ABI_PLACE_NOWHERE);
	cr_expect_eq(empty->places[1].kind, ABI_PLACE_VECTOR);
	expect_registers(&empty->places[2], DI, SI);
	expect_registers(&empty->places[3], DX, 0);
	expect_registers(&find(&fixture, "landmark_plain")->result, AX, 0);
	stop(&fixture);
}
#endif
