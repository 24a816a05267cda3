/*
 * What the notes of programs' own probes say about their arguments.
 */
#include "codegen/target/usdt.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/target/abi.h"
#include "lexer/arena.h"

static void expect_unknown(const char *machine, const char *arguments)
{
	struct arena *arena = arena_new();
	struct usdt_argument got;
	const char *text;

	cr_expect_eq(usdt_read_argument(arena, abi_find(machine), arguments, 0, &got, &text),
		     USDT_UNKNOWN, "%s", arguments);
	cr_expect_str_eq(text, arguments);
	arena_free(arena);
}

static void expect(const char *machine, const char *arguments, struct usdt_argument want)
{
	struct arena *arena = arena_new();
	struct usdt_argument got;
	const char *text;

	cr_assert_eq(usdt_read_argument(arena, abi_find(machine), arguments, 0, &got, &text),
		     USDT_KNOWN, "%s", arguments);
	cr_expect(got.size == want.size && got.is_signed == want.is_signed, "%s: size", arguments);
	cr_expect(got.source == want.source, "%s: source", arguments);
	cr_expect(got.number == want.number, "%s: number %lld", arguments, (long long)got.number);
	cr_expect(got.has_base == want.has_base && got.base == want.base &&
		  got.shift == want.shift, "%s: base %u", arguments, got.base);
	cr_expect(got.index == want.index && got.scale == want.scale, "%s: index", arguments);
	cr_expect(!got.symbol == !want.symbol &&
		  (!got.symbol || !strcmp(got.symbol, want.symbol)), "%s: symbol", arguments);
	arena_free(arena);
}

#define EXPECT(machine, arguments, ...) \
	expect(machine, arguments, (struct usdt_argument){ __VA_ARGS__ })

Test(usdt_argument, registers_of_every_width)
{
	enum { AX = 80, BX = 40, DI = 112, R10 = 56, BP = 32 };

	EXPECT("x86_64", "8@%rax", .size = 8, .source = USDT_REGISTER, .base = AX);
	EXPECT("x86_64", "-4@%eax", .size = 4, .is_signed = true, .source = USDT_REGISTER,
	       .base = AX);
	EXPECT("x86_64", "-2@%ax", .size = 2, .is_signed = true, .source = USDT_REGISTER,
	       .base = AX);
	EXPECT("x86_64", "1@%al", .size = 1, .source = USDT_REGISTER, .base = AX);
	EXPECT("x86_64", "1@%bh", .size = 1, .source = USDT_REGISTER, .base = BX, .shift = 8);
	EXPECT("x86_64", "1@%dil", .size = 1, .source = USDT_REGISTER, .base = DI);
	EXPECT("x86_64", "1@%bpl", .size = 1, .source = USDT_REGISTER, .base = BP);
	EXPECT("x86_64", "8@%r10", .size = 8, .source = USDT_REGISTER, .base = R10);
	EXPECT("x86_64", "4@%r10d", .size = 4, .source = USDT_REGISTER, .base = R10);
	EXPECT("x86_64", "2@%r10w", .size = 2, .source = USDT_REGISTER, .base = R10);
	EXPECT("x86_64", "1@%r10b", .size = 1, .source = USDT_REGISTER, .base = R10);
	EXPECT("x86_64", "%rdi", .size = 8, .source = USDT_REGISTER, .base = DI);
	EXPECT("aarch64", "8@x3", .size = 8, .source = USDT_REGISTER, .base = 24);
	EXPECT("aarch64", "-4@w3", .size = 4, .is_signed = true, .source = USDT_REGISTER,
	       .base = 24);
}

Test(usdt_argument, constants)
{
	EXPECT("x86_64", "-4@$-7", .size = 4, .is_signed = true, .number = -7);
	EXPECT("x86_64", "8@$0x10", .size = 8, .number = 16);
	EXPECT("aarch64", "4@12", .size = 4, .number = 12);
	EXPECT("aarch64", "-4@-1", .size = 4, .is_signed = true, .number = -1);
}

Test(usdt_argument, memory)
{
	enum { AX = 80, DX = 96, SP = 152 };

	EXPECT("x86_64", "8@(%rax)", .size = 8, .source = USDT_MEMORY, .has_base = true,
	       .base = AX);
	EXPECT("x86_64", "-4@-20(%rsp)", .size = 4, .is_signed = true, .source = USDT_MEMORY,
	       .number = -20, .has_base = true, .base = SP);
	EXPECT("x86_64", "2@8(%rax,%rdx,4)", .size = 2, .source = USDT_MEMORY, .number = 8,
	       .has_base = true, .base = AX, .index = DX, .scale = 4);
	EXPECT("x86_64", "2@(%rax,%rdx)", .size = 2, .source = USDT_MEMORY, .has_base = true,
	       .base = AX, .index = DX, .scale = 1);
	EXPECT("x86_64", "2@0x40(,%rdx,8)", .size = 2, .source = USDT_MEMORY, .number = 64,
	       .index = DX, .scale = 8);
	EXPECT("x86_64", "8@total(%rip)", .size = 8, .source = USDT_MEMORY, .symbol = "total");
	EXPECT("x86_64", "8@total+16-8(%rip)", .size = 8, .source = USDT_MEMORY, .number = 8,
	       .symbol = "total");
	EXPECT("x86_64", "8@-4+total", .size = 8, .source = USDT_MEMORY, .number = -4,
	       .symbol = "total");
	EXPECT("aarch64", "8@[sp]", .size = 8, .source = USDT_MEMORY, .has_base = true,
	       .base = 248);
	EXPECT("aarch64", "-8@[sp, -16]", .size = 8, .is_signed = true, .source = USDT_MEMORY,
	       .number = -16, .has_base = true, .base = 248);
	EXPECT("aarch64", "4@[x1, x2, lsl 2]", .size = 4, .source = USDT_MEMORY,
	       .has_base = true, .base = 8, .index = 16, .scale = 4);
}

Test(usdt_argument, what_is_out_of_reach)
{
	static const char *const x86[] = {
		"8f@%xmm0", "8@%fs:16", "8@%xmm1", "3@%rax", "8@16(%rip)", "8@(%rax", "8@(%rax,5)",
		"8@$name", "8@", "@%rax", "8@(%rax,%rdx,3)", "8@()", "8@%", "-8@", "8@-name(%rip)",
		"8@name+other(%rip)",
	};
	static const char *const arm64[] = { "8@d0", "8@[d0]", "8@[x0, d1]", "8@[x0", "8@[]" };

	for (size_t i = 0; i < sizeof(x86) / sizeof(x86[0]); i++)
		expect_unknown("x86_64", x86[i]);
	for (size_t i = 0; i < sizeof(arm64) / sizeof(arm64[0]); i++)
		expect_unknown("aarch64", arm64[i]);
}

Test(usdt_argument, one_of_several)
{
	struct arena *arena = arena_new();
	struct usdt_argument got;
	const char *text;
	const char *arguments = " 8@%rdi  -4@8(%rax, %rdx, 4) 2@$3";

	cr_expect_eq(usdt_read_argument(arena, abi_find("x86_64"), arguments, 2, &got, &text),
		     USDT_KNOWN);
	cr_expect_eq(got.number, 3);
	cr_expect_eq(usdt_read_argument(arena, abi_find("x86_64"), arguments, 3, &got, &text),
		     USDT_NONE);
	cr_expect_eq(usdt_read_argument(arena, abi_find("x86_64"), "", 0, &got, &text), USDT_NONE);
	arena_free(arena);
}
