/*
 * The verifier's logs, as several kernels write them, and line info that may be
 * damaged.
 */
#include "runtime/verifier.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "lexer/buffer.h"
#include "runtime/line_info.h"

static const struct log_case {
	const char *log;
	long instruction;
	const char *sentence;
	const char *meaning;	/* a part of it */
} logs[] = {
	{ "func#0 @0\n0: R1=ctx() R10=fp0\n"
	  "; BEGIN { $i = 0; while ($i >= 0) { } }\n"
	  "0: (b7) r1 = 0                        ; R1_w=0\n"
	  "1: (07) r1 += 1\n"
	  "infinite loop detected at insn 1\n"
	  "processed 5 insns (limit 1000000) max_states_per_insn 0 total_states 1\n",
	  1, "infinite loop detected at insn 1", "may never end" },
	{ "Unrecognized arg#0 type PTR\nback-edge from insn 7 to 3\nprocessed 0 insns\n",
	  7, "back-edge from insn 7 to 3", "may never end" },
	{ "12: (79) r2 = *(u64 *)(r1 +0)\n R1=inv R10=fp0\nR1 invalid mem access 'inv'\n"
	  "processed 13 insns (limit 1000000) max_states_per_insn 0 total_states 0 "
	  "peak_states 0 mark_read 0\n",
	  12, "R1 invalid mem access 'inv'", "reads memory" },
	{ "0: R1=ctx(off=0,imm=0) R10=fp0\n3: (85) call bpf_loop#181\n"
	  "unknown func bpf_loop#181\nverification time 20 usec\nstack depth 0\n"
	  "processed 4 insns (limit 1000000) max_states_per_insn 0\n",
	  3, "unknown func bpf_loop#181", "does not have a helper" },
	{ "9: (55) if r1 != 0x0 goto pc-3\nfrom 9 to 7: R0=1 R10=fp0\n"
	  "BPF program is too large. Processed 1000001 insn\n"
	  "processed 1000001 insns (limit 1000000)\n",
	  9, "BPF program is too large. Processed 1000001 insn", "gave up" },
	{ "combined stack size of 3 calls is 608. Too large\n", -1,
	  "combined stack size of 3 calls is 608. Too large", "512 bytes" },
	{ "20: (bf) r2 = r3\n20: R2_w=scalar() R3=scalar()\n"
	  "R2 min value is negative, either use unsigned or 'var &= const'\n",
	  20, "R2 min value is negative, either use unsigned or 'var &= const'", "negative" },
	{ "4: (95) exit\nprocessed 5 insns (limit 1000000)\n", 4,
	  "processed 5 insns (limit 1000000)", "gave up" },
	{ "5: (bf) r1 = r0\ninfinite loop detected at insn 4\ncur state: R0=scalar() R10=fp0\n"
	  "old state: R0=scalar() R10=fp0\nprocessed 9 insns (limit 1000000)\n",
	  4, "infinite loop detected at insn 4", "may never end" },
	{ "arg#0 reference type('UNKNOWN ') size cannot be determined: -22\n"
	  "2: (85) call bpf_get_prandom_u32#7    ; R0=scalar()\n"
	  "3: (56) if w0 != 0x0 goto pc-2 infinite loop detected at insn 2\n"
	  "cur state: R0=scalar() R10=fp0\nprocessed 46 insns (limit 1000000)\n",
	  2, "infinite loop detected at insn 2", "may never end" },
	{ "3: (85) call foo#1\nsomething new that the kernel says\nprocessed 4 insns\n",
	  3, "something new that the kernel says", "does not accept" },
	{ "", -1, "", "does not accept" },
};

Test(verifier, logs)
{
	for (unsigned i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
		struct buffer sentence = { 0 };
		const char *hint, *meaning;

		verifier_find_sentence(logs[i].log, &sentence);
		cr_expect_str_eq(sentence.data ? sentence.data : "", logs[i].sentence);
		cr_expect_eq(verifier_find_instruction(logs[i].log), logs[i].instruction, "%s: %ld",
			     logs[i].sentence, verifier_find_instruction(logs[i].log));
		meaning = verifier_translate(logs[i].sentence, &hint);
		cr_expect(strstr(meaning, logs[i].meaning), "%s: %s", logs[i].sentence, meaning);
		cr_expect_not_null(hint);
		buffer_release(&sentence);
	}
}

/* ---- line info ---- */

struct __attribute__((packed)) btf_bytes {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t length, type_offset, type_bytes, string_offset, string_bytes;
	char strings[32];
};

struct __attribute__((packed)) ext_bytes {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t length, function_offset, function_bytes, line_offset, line_bytes;
	uint32_t record_size;
	struct {
		uint32_t name, count;
		struct {
			uint32_t instruction, file, text, line_column;
		} records[3];
	} sections[2];
};

static const struct btf_bytes btf = {
	.magic = 0xeb9f, .version = 1, .length = 24, .string_bytes = 32,
	.strings = "\0kprobe/a\0.text\0./-e",	/* 1, 10, 16 */
};

static const struct ext_bytes ext = {
	.magic = 0xeb9f, .version = 1, .length = 24, .line_bytes = 4 + 2 * (8 + 48),
	.record_size = 16,
	.sections = {
		{ 1, 3, { { 0, 16, 0, 1 << 10 | 1 }, { 16, 16, 0, 2 << 10 | 5 },
			  { 40, 16, 0, 3 << 10 | 9 } } },
		{ 10, 3, { { 0, 16, 0, 7 << 10 | 2 }, { 8, 16, 0, 8 << 10 | 3 },
			   { 24, 16, 0, 9 << 10 | 4 } } },
	},
};

Test(line_info, the_last_record_before_the_instruction)
{
	static const struct {
		const char *section;
		uint64_t offset;
		unsigned line, column;
	} rows[] = {
		{ "kprobe/a", 0, 1, 1 }, { "kprobe/a", 8, 1, 1 }, { "kprobe/a", 16, 2, 5 },
		{ "kprobe/a", 39, 2, 5 }, { "kprobe/a", 4000, 3, 9 }, { ".text", 0, 7, 2 },
		{ ".text", 16, 8, 3 },
	};
	struct line_info info;
	struct line_place place;

	cr_assert(line_info_open(&info, &btf, sizeof(btf), &ext, sizeof(ext)));
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_assert(line_info_find(&info, rows[i].section, rows[i].offset, &place));
		cr_expect(place.line == rows[i].line && place.column == rows[i].column, "%s+%lu",
			  rows[i].section, (unsigned long)rows[i].offset);
		cr_expect_str_eq(place.file, "./-e");
	}
	cr_expect(!line_info_find(&info, "uprobe/b", 0, &place));
}

Test(line_info, damaged_bytes_are_refused_or_harmless)
{
	struct line_info info;
	struct line_place place;
	unsigned random = 99, refused = 0;

	for (size_t size = 0; size < sizeof(ext); size++)
		if (line_info_open(&info, &btf, sizeof(btf), &ext, size))
			cr_expect_fail("%zu bytes of .BTF.ext are too few", size);
	for (size_t size = 0; size < sizeof(btf); size++)
		if (line_info_open(&info, &btf, size, &ext, sizeof(ext)))
			cr_expect_fail("%zu bytes of .BTF are too few", size);
	for (int round = 0; round < 20000; round++) {
		struct ext_bytes changed = ext;

		for (int i = 0; i < 2; i++) {
			random = random * 1103515245 + 12345;
			((unsigned char *)&changed)[(random >> 8) % sizeof(changed)] =
				(unsigned char)(random >> 4);
		}
		if (!line_info_open(&info, &btf, sizeof(btf), &changed, sizeof(changed)) ||
		    !line_info_find(&info, ".text", 16, &place))
			refused++;
		else
			cr_expect_lt(strlen(place.file), sizeof(btf.strings));
	}
	cr_expect_gt(refused, 100);
}
