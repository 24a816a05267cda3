/*
 * Interning: large values (stacks; long texts where keys are limited) are kept
 * once in a table, and an 8-byte key stands for them.
 *
 * The key is a 64-bit mix of the content. It starts from a number chosen anew for
 * each compilation, so that nobody can prepare contents that collide.
 */
#include "codegen/emit/emit.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "codegen/layout.h"

#define MIX_MULTIPLIER 0x9e3779b97f4a7c15ull

static LLVMValueRef mix(struct emitter *emitter, LLVMValueRef hash, LLVMValueRef word)
{
	hash = ir_binary(emitter, LLVMXor, hash, word);
	hash = ir_binary(emitter, LLVMMul, hash, ir_int(emitter, MIX_MULTIPLIER));
	return ir_binary(emitter, LLVMXor, hash,
			 ir_binary(emitter, LLVMLShr, hash, ir_int(emitter, 29)));
}

/* Hashes the first WORDS (at most LIMIT) 8-byte words; never 0. */
static LLVMValueRef hash_words(struct emitter *emitter, LLVMValueRef memory, LLVMValueRef words,
			       uint32_t limit)
{
	LLVMValueRef slot = emit_temporary(emitter, 8), word;
	struct ir_loop loop;
	/* Texts are as long as they can be: no way out that the verifier would have to keep. */
	bool is_whole = LLVMIsConstant(words);
	struct ir_if branch;

	ir_store(emitter, ir_int(emitter, emitter->seed), slot, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, limit));
	if (!is_whole) {
		branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGE, loop.index, words));
		ir_jump(emitter, loop.end);
		ir_if_end(emitter, &branch);
	}
	word = ir_load(emitter,
		       ir_at_value(emitter, memory, ir_binary(emitter, LLVMShl, loop.index,
							      ir_int(emitter, 3))), 8, false);
	ir_store(emitter, mix(emitter, ir_load(emitter, slot, 8, false), word), slot, 8);
	ir_loop_end(emitter, &loop);
	return ir_binary(emitter, LLVMOr, ir_load(emitter, slot, 8, false), ir_int(emitter, 1));
}

LLVMValueRef emit_intern(struct emitter *emitter, uint32_t table, LLVMValueRef memory,
			 LLVMValueRef words, uint32_t words_limit)
{
	LLVMValueRef map = emit_map_global(emitter, table);
	LLVMValueRef key = emit_temporary(emitter, 8), entry;
	struct ir_if absent, refused;

	ir_store(emitter, hash_words(emitter, memory, words, words_limit), key, 8);
	entry = emit_helper2(emitter, HELPER_MAP_LOOKUP, map, key);
	absent = ir_if_begin(emitter, ir_is_zero(emitter, entry));
	emit_helper4(emitter, HELPER_MAP_UPDATE, map, key, memory, ir_int(emitter, BPF_NOEXIST));
	entry = emit_helper2(emitter, HELPER_MAP_LOOKUP, map, key);
	refused = ir_if_begin(emitter, ir_is_zero(emitter, entry));
	ir_store(emitter, ir_int(emitter, 0), key, 8);
	emit_note_fault(emitter, ir_int(emitter, -1ull));
	ir_if_end(emitter, &refused);
	ir_if_end(emitter, &absent);
	return ir_load(emitter, key, 8, false);
}
