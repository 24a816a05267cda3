/*
 * Call arguments, emitted: a system call with what its arguments point to, copied by one loop.
 *
 * What is copied is data: a list of copies for each call of the program, in one constant table.
 * A function of the object goes through a list, one copy a round (of a vector, one element). Its
 * state lies in the value that it fills, of whose content the verifier keeps no account, so that
 * all ways through a round are one to it.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>

#include "codegen/call_arguments.h"
#include "lexer/arena.h"

#define MEMBER(member) offsetof(struct call_arguments, member)

enum {
	PARAMETERS_MAX = 8,
	PIECE_LENGTH = offsetof(struct call_piece, length),
	PIECE_WHOLE = offsetof(struct call_piece, whole),
};

/* The function while it is built. */
struct copier {
	LLVMValueRef to;		/* struct call_arguments */
	LLVMValueRef list;		/* the number of its first copy in the table */
	LLVMValueRef result;		/* what the call returned */
	LLVMValueRef element;		/* room for one element of a vector: two words */
	LLVMValueRef source, length, whole;	/* i64 slots: what is to be copied */
	LLVMBasicBlockRef again, stop;	/* the next round; the end */
	LLVMValueRef copy;		/* the current one, struct copy as a number */
};

static LLVMValueRef get(struct emitter *emitter, const struct copier *copier, uint32_t offset,
			uint32_t size)
{
	return ir_load(emitter, ir_at(emitter, copier->to, offset), size, false);
}

static void set(struct emitter *emitter, const struct copier *copier, uint32_t offset,
		LLVMValueRef value, uint32_t size)
{
	ir_store(emitter, value, ir_at(emitter, copier->to, offset), size);
}

/* A field of the current copy. */
static LLVMValueRef field(struct emitter *emitter, const struct copier *copier, uint32_t offset,
			  uint32_t size)
{
	LLVMValueRef value = ir_binary(emitter, LLVMLShr, copier->copy,
				       ir_int(emitter, offset * 8));

	return ir_binary(emitter, LLVMAnd, value, ir_int(emitter, (1ull << size * 8) - 1));
}

#define FIELD(emitter, copier, member) \
	field(emitter, copier, offsetof(struct copy, member), sizeof(((struct copy *)0)->member))

static void go_if(struct emitter *emitter, LLVMValueRef condition, LLVMBasicBlockRef to)
{
	LLVMBasicBlockRef on = ir_block(emitter, "on");

	LLVMBuildCondBr(emitter->builder, condition, to, on);
	ir_enter(emitter, on);
}

static LLVMValueRef is(struct emitter *emitter, LLVMValueRef value, uint64_t wanted)
{
	return ir_compare(emitter, LLVMIntEQ, value, ir_int(emitter, wanted));
}

static LLVMValueRef least(struct emitter *emitter, LLVMValueRef one, LLVMValueRef other)
{
	return LLVMBuildSelect(emitter->builder, ir_compare(emitter, LLVMIntULT, one, other), one,
			       other, "");
}

/* A register of the call, by its number in the current copy. */
static LLVMValueRef register_value(struct emitter *emitter, const struct copier *copier,
				   LLVMValueRef number)
{
	number = ir_at_most(emitter, number, CALL_REGISTERS - 1);
	return ir_load(emitter, ir_at_value(emitter, ir_at(emitter, copier->to,
							   MEMBER(registers)),
					    ir_binary(emitter, LLVMShl, number,
						      ir_int(emitter, 3))), 8, false);
}

/* What a piece says of itself the whole value says, too. */
static void note(struct emitter *emitter, const struct copier *copier, LLVMValueRef flags)
{
	set(emitter, copier, MEMBER(flags),
	    ir_binary(emitter, LLVMOr, get(emitter, copier, MEMBER(flags), 2), flags), 2);
}

/* The copy is done: the next round begins with the one behind it. */
static void finish(struct emitter *emitter, const struct copier *copier)
{
	LLVMValueRef next = get(emitter, copier, MEMBER(next), 2);

	set(emitter, copier, MEMBER(next),
	    ir_binary(emitter, LLVMAdd, next, ir_int(emitter, 1)), 2);
	set(emitter, copier, MEMBER(element), ir_int(emitter, 0), 2);
	ir_jump(emitter, copier->again);
}

static void finish_if(struct emitter *emitter, const struct copier *copier,
		      LLVMValueRef condition)
{
	struct ir_if branch = ir_if_begin(emitter, condition);

	finish(emitter, copier);
	ir_enter(emitter, branch.otherwise);
}

/* How many there are, as the copy says: a register's value, the result, or an int in memory. */
static LLVMValueRef read_count(struct emitter *emitter, const struct copier *copier)
{
	LLVMValueRef which = FIELD(emitter, copier, count), slot = function_alloca(emitter, 8);
	LLVMValueRef memory = function_alloca(emitter, 8), address;
	struct ir_if behind, other;

	ir_store(emitter, ir_int(emitter, 1), slot, 8);
	behind = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGE, which,
						 ir_int(emitter, COPY_BEHIND)));
	ir_store(emitter, ir_int(emitter, 0), memory, 8);
	address = register_value(emitter, copier,
				 ir_binary(emitter, LLVMSub, which,
					   ir_int(emitter, COPY_BEHIND)));
	emit_helper3(emitter, HELPER_READ_USER, memory, ir_int(emitter, 4), address);
	ir_store(emitter, ir_load(emitter, memory, 4, false), slot, 8);
	ir_if_else(emitter, &behind);
	other = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, which,
						ir_int(emitter, COPY_ONE)));
	ir_store(emitter,
		 LLVMBuildSelect(emitter->builder, is(emitter, which, COPY_RESULT), copier->result,
				 register_value(emitter, copier,
						ir_binary(emitter, LLVMSub, which,
							  ir_int(emitter, 1))), ""), slot, 8);
	ir_if_end(emitter, &other);
	ir_if_end(emitter, &behind);
	/* No count of a call has more than 32 bits, but a length may; it is as good as the most. */
	return least(emitter, ir_load(emitter, slot, 8, false), ir_int(emitter, UINT32_MAX));
}

/* An element of a vector: its address, and of a struct iovec its length, into ELEMENT. */
static void read_element(struct emitter *emitter, const struct copier *copier,
			 LLVMValueRef base, LLVMValueRef index)
{
	LLVMValueRef unit = FIELD(emitter, copier, unit), result, address;
	struct ir_if branch;

	address = ir_binary(emitter, LLVMAdd, base, ir_binary(emitter, LLVMMul, unit, index));
	ir_store(emitter, ir_int(emitter, 0), copier->element, 8);
	ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, copier->element, 8), 8);
	result = emit_helper3(emitter, HELPER_READ_USER, copier->element,
			      ir_at_most(emitter, ir_opaque(emitter, unit), 16), address);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
						 ir_int(emitter, 0)));
	note(emitter, copier, ir_int(emitter, PIECE_IS_FAULT));
	finish(emitter, copier);
	ir_enter(emitter, branch.otherwise);
}

/* The next text of an array. */
static void take_text_of_array(struct emitter *emitter, const struct copier *copier,
			       LLVMValueRef base)
{
	LLVMValueRef index = get(emitter, copier, MEMBER(element), 2), address;

	finish_if(emitter, copier,
		  ir_compare(emitter, LLVMIntUGE, index, ir_int(emitter, CALL_ELEMENTS)));
	read_element(emitter, copier, base, index);
	address = ir_load(emitter, copier->element, 8, false);
	finish_if(emitter, copier, ir_is_zero(emitter, address));
	ir_store(emitter, address, copier->source, 8);
	set(emitter, copier, MEMBER(element),
	    ir_binary(emitter, LLVMAdd, index, ir_int(emitter, 1)), 2);
}

/* The next buffer of a vector, as much of it as counts. */
static void take_buffer(struct emitter *emitter, const struct copier *copier, LLVMValueRef base)
{
	LLVMValueRef index = get(emitter, copier, MEMBER(element), 2), most, left, length;
	LLVMValueRef is_compat, address;

	most = least(emitter, read_count(emitter, copier), ir_int(emitter, CALL_ELEMENTS));
	finish_if(emitter, copier, ir_compare(emitter, LLVMIntUGE, index, most));
	read_element(emitter, copier, base, index);
	is_compat = is(emitter, FIELD(emitter, copier, unit), 8);
	address = ir_load(emitter, copier->element, 8, false);
	address = LLVMBuildSelect(emitter->builder, is_compat,
				  ir_binary(emitter, LLVMAnd, address,
					    ir_int(emitter, UINT32_MAX)), address, "");
	length = LLVMBuildSelect(emitter->builder, is_compat,
				 ir_load(emitter, ir_at(emitter, copier->element, 4), 4, false),
				 ir_load(emitter, ir_at(emitter, copier->element, 8), 8, false),
				 "");
	ir_store(emitter, address, copier->source, 8);
	ir_store(emitter, length, copier->whole, 8);
	left = get(emitter, copier, MEMBER(left), 4);
	length = least(emitter, length, left);
	set(emitter, copier, MEMBER(left), ir_binary(emitter, LLVMSub, left, length), 4);
	ir_store(emitter, length, copier->length, 8);
	set(emitter, copier, MEMBER(element),
	    ir_binary(emitter, LLVMAdd, index, ir_int(emitter, 1)), 2);
}

/* Sets what is to be copied in this round. */
static void take(struct emitter *emitter, const struct copier *copier)
{
	LLVMValueRef kind = FIELD(emitter, copier, kind), length;
	LLVMValueRef base = register_value(emitter, copier, FIELD(emitter, copier, address));
	struct ir_if texts, vector;

	finish_if(emitter, copier, ir_is_zero(emitter, base));
	texts = ir_if_begin(emitter, is(emitter, kind, COPY_TEXTS));
	take_text_of_array(emitter, copier, base);
	ir_if_else(emitter, &texts);
	vector = ir_if_begin(emitter, is(emitter, kind, COPY_VECTOR));
	take_buffer(emitter, copier, base);
	ir_if_else(emitter, &vector);
	length = ir_binary(emitter, LLVMMul, read_count(emitter, copier),
			   FIELD(emitter, copier, unit));
	ir_store(emitter, base, copier->source, 8);
	ir_store(emitter, length, copier->length, 8);
	ir_store(emitter, length, copier->whole, 8);
	/* Of a vector, the elements say when it is done. */
	set(emitter, copier, MEMBER(next),
	    ir_binary(emitter, LLVMAdd, get(emitter, copier, MEMBER(next), 2),
		      ir_int(emitter, 1)), 2);
	ir_if_end(emitter, &vector);
	ir_if_end(emitter, &texts);
}

/* Reads it to AT, and says in LENGTH how many bytes it has there; the piece's flags. */
static LLVMValueRef read_piece(struct emitter *emitter, const struct copier *copier,
			       LLVMValueRef at)
{
	LLVMValueRef kind = FIELD(emitter, copier, kind), length, result, flags;
	LLVMValueRef source = ir_load(emitter, copier->source, 8, false);
	struct ir_if text, fault;

	flags = function_alloca(emitter, 8);
	ir_store(emitter, ir_int(emitter, 0), flags, 8);
	text = ir_if_begin(emitter, LLVMBuildOr(emitter->builder, is(emitter, kind, COPY_TEXT),
						is(emitter, kind, COPY_TEXTS), ""));
	result = emit_helper3(emitter, HELPER_READ_USER_TEXT, at,
			      ir_int(emitter, CALL_PIECE_BYTES), source);
	ir_store(emitter, result, copier->length, 8);
	ir_store(emitter,
		 LLVMBuildSelect(emitter->builder, is(emitter, result, CALL_PIECE_BYTES),
				 ir_int(emitter, PIECE_IS_CUT), ir_int(emitter, 0), ""), flags, 8);
	ir_if_else(emitter, &text);
	length = least(emitter, ir_load(emitter, copier->length, 8, false),
		       FIELD(emitter, copier, most));
	length = ir_at_most(emitter, ir_opaque(emitter, length), CALL_PIECE_BYTES);
	ir_store(emitter, length, copier->length, 8);
	result = emit_helper3(emitter, HELPER_READ_USER, at, length, source);
	fault = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
						ir_int(emitter, 0)));
	ir_store(emitter, result, copier->length, 8);
	ir_if_end(emitter, &fault);
	ir_if_end(emitter, &text);
	fault = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT,
						ir_load(emitter, copier->length, 8, false),
						ir_int(emitter, 0)));
	ir_store(emitter, ir_int(emitter, 0), copier->length, 8);
	ir_store(emitter, ir_int(emitter, PIECE_IS_FAULT), flags, 8);
	ir_if_end(emitter, &fault);
	return ir_load(emitter, flags, 8, false);
}

static void write_piece(struct emitter *emitter, const struct copier *copier)
{
	LLVMValueRef used = get(emitter, copier, MEMBER(used), 2), piece, flags, length;

	used = ir_binary(emitter, LLVMAnd, used, ir_int(emitter, ~7ull));
	used = ir_at_most(emitter, ir_opaque(emitter, used), CALL_PIECE_LAST);
	piece = ir_at_value(emitter, ir_at(emitter, copier->to, MEMBER(pieces)), used);
	flags = read_piece(emitter, copier, ir_at(emitter, piece, sizeof(struct call_piece)));
	length = ir_load(emitter, copier->length, 8, false);
	ir_store(emitter, FIELD(emitter, copier, parameter), piece, 1);
	ir_store(emitter, flags, ir_at(emitter, piece, 1), 1);
	ir_store(emitter, length, ir_at(emitter, piece, PIECE_LENGTH), 2);
	ir_store(emitter, ir_load(emitter, copier->whole, 8, false),
		 ir_at(emitter, piece, PIECE_WHOLE), 4);
	length = ir_binary(emitter, LLVMAdd, length,
			   ir_int(emitter, sizeof(struct call_piece) + 7));
	length = ir_binary(emitter, LLVMAnd, length, ir_int(emitter, ~7ull));
	set(emitter, copier, MEMBER(used), ir_binary(emitter, LLVMAdd, used, length), 2);
	note(emitter, copier, flags);
}

/* Where there is room for no further piece, the value says so. */
static void leave_if_full(struct emitter *emitter, const struct copier *copier)
{
	LLVMValueRef used = get(emitter, copier, MEMBER(used), 2);
	struct ir_if branch;

	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGT, used,
						 ir_int(emitter, CALL_PIECE_LAST)));
	note(emitter, copier, ir_int(emitter, CALL_IS_SHORT));
	ir_jump(emitter, copier->stop);
	ir_enter(emitter, branch.otherwise);
}

static void build_round(struct emitter *emitter, struct copier *copier)
{
	LLVMValueRef index = ir_binary(emitter, LLVMAdd, copier->list,
				       get(emitter, copier, MEMBER(next), 2));

	index = ir_at_most(emitter, index, emitter->copy_count - 1);
	copier->copy = ir_load(emitter, ir_at_value(emitter, emitter->copies,
						    ir_binary(emitter, LLVMShl, index,
							      ir_int(emitter, 3))), 8, false);
	go_if(emitter, ir_is_zero(emitter, copier->copy), copier->stop);
	leave_if_full(emitter, copier);
	ir_store(emitter, ir_int(emitter, 0), copier->source, 8);
	ir_store(emitter, ir_int(emitter, 0), copier->length, 8);
	ir_store(emitter, ir_int(emitter, 0), copier->whole, 8);
	take(emitter, copier);
	write_piece(emitter, copier);
	ir_jump(emitter, copier->again);
}

/* u64 copy_arguments_N(struct call_arguments *to, u64 list, u64 result): 0. */
static LLVMValueRef make_copier(struct emitter *emitter, struct span span)
{
	static const char *const parameters[] = { "to", "list", "result" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64, emitter->i64 };
	const char *name = arena_printf(emitter->arena, "copy_arguments_%u",
					emitter->program->index);
	struct emit_function *function = function_open_plain(emitter, name, span, types, 3,
							     parameters);
	struct copier copier = {
		.to = LLVMGetParam(function->value, 0), .list = LLVMGetParam(function->value, 1),
		.result = LLVMGetParam(function->value, 2),
	};
	struct ir_loop loop;

	copier.element = function_alloca(emitter, 16);
	copier.source = function_alloca(emitter, 8);
	copier.length = function_alloca(emitter, 8);
	copier.whole = function_alloca(emitter, 8);
	set(emitter, &copier, MEMBER(next), ir_int(emitter, 0), 2);
	set(emitter, &copier, MEMBER(element), ir_int(emitter, 0), 2);
	set(emitter, &copier, MEMBER(left),
	    least(emitter, copier.result, ir_int(emitter, UINT32_MAX)), 4);
	loop = ir_loop_begin(emitter, ir_int(emitter, CALL_ROUNDS));
	copier.again = loop.next;
	copier.stop = loop.end;
	build_round(emitter, &copier);
	ir_loop_end(emitter, &loop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	function_close_plain(emitter);
	return function->value;
}

/* ---- the table ---- */

static uint64_t copy_word(const struct copy *copy)
{
	return copy->kind | (uint64_t)copy->parameter << 8 | (uint64_t)copy->address << 16 |
	       (uint64_t)copy->count << 24 | (uint64_t)copy->unit << 32 |
	       (uint64_t)copy->most << 48;
}

/* The lists of a call that its program goes through: at the return two, one where it has to. */
enum { LISTS = 2, LIST_AGAIN = 0, LIST = 1 };

static const struct copy *list_of(const struct emitter *emitter,
				  const struct call_copies *copies, unsigned which,
				  uint32_t *count)
{
	bool is_exit = emitter->program->mechanism == MECHANISM_SYSCALL_EXIT;

	*count = 0;
	if (!copies || (which == LIST_AGAIN && (!is_exit || copies->is_final)))
		return NULL;
	if (which == LIST && is_exit) {
		*count = copies->exit_count;
		return copies->exit;
	}
	*count = copies->entry_count;
	return copies->entry;
}

/*
 * Builds the program's tables: all lists, one behind the other, an end behind each, and where those
 * of each call begin, of 64-bit and of 32-bit programs. The first list is empty.
 */
static void make_tables(struct emitter *emitter)
{
	const struct checked_program *program = emitter->program;
	uint32_t lists = 2 * program->call_count * LISTS, count, filled = 1;
	LLVMValueRef *starts = ARENA_NEW_ARRAY(emitter->arena, LLVMValueRef, lists + 1);
	LLVMValueRef *words = ARENA_NEW_ARRAY(emitter->arena, LLVMValueRef,
					      lists * (PARAMETERS_MAX + 1) + 1);

	words[0] = ir_int(emitter, 0);
	for (uint32_t i = 0; i < lists; i++) {
		const struct copy *copy = list_of(emitter, program->copies[i / LISTS], i % LISTS,
						  &count);

		starts[i] = ir_int32(emitter, count ? filled : 0);
		for (uint32_t each = 0; each < count; each++)
			words[filled++] = ir_int(emitter, copy_word(&copy[each]));
		if (count)
			words[filled++] = ir_int(emitter, 0);
	}
	emitter->copy_count = filled;
	emitter->copies = ir_constant(emitter, LLVMConstArray(emitter->i64, words, filled),
				      arena_printf(emitter->arena, "copies_%u", program->index));
	emitter->copy_lists = ir_constant(emitter, LLVMConstArray(emitter->i32, starts, lists),
					  arena_printf(emitter->arena, "lists_%u",
						       program->index));
}

/* ---- the value ---- */

/* The tables and the function, when they are needed first. */
static void prepare(struct emitter *emitter, struct span span)
{
	if (emitter->copies)
		return;
	make_tables(emitter);
	emitter->call_copier = make_copier(emitter, span);
}

static LLVMValueRef find_list(struct emitter *emitter, struct span span, unsigned which)
{
	uint32_t lists = 2 * emitter->program->call_count * LISTS;
	LLVMValueRef index;

	prepare(emitter, span);
	index = syscall_index(emitter);
	index = ir_binary(emitter, LLVMShl, index, ir_int(emitter, 1));
	index = ir_binary(emitter, LLVMOr, index, syscall_is_compat(emitter));
	index = ir_binary(emitter, LLVMMul, index, ir_int(emitter, LISTS));
	index = ir_binary(emitter, LLVMOr, index, ir_int(emitter, which));
	index = ir_at_most(emitter, index, lists - 1);
	return ir_load(emitter, ir_at_value(emitter, emitter->copy_lists,
					    ir_binary(emitter, LLVMShl, index,
						      ir_int(emitter, 2))), 4, false);
}

/* Goes through a LIST that find_list found. */
static void copy_pieces(struct emitter *emitter, LLVMValueRef to, LLVMValueRef list,
			LLVMValueRef result)
{
	LLVMValueRef arguments[] = { to, list, result };

	LLVMBuildCall2(emitter->builder, LLVMGlobalGetValueType(emitter->call_copier),
		       emitter->call_copier, arguments, 3, "");
}

/* What has become of the value is counted where it is sent from. */
static void note_in_frame(struct emitter *emitter, LLVMValueRef to)
{
	static const struct { uint64_t flag; enum frame_word word; } rows[] = {
		{ CALL_HAS_FAULT, FRAME_FAULT }, { CALL_HAS_CUT, FRAME_TRUNCATED },
	};
	LLVMValueRef flags = ir_load(emitter, ir_at(emitter, to, MEMBER(flags)), 2, false);

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		LLVMValueRef at = emit_frame_word(emitter, rows[i].word), bit;

		bit = ir_binary(emitter, LLVMAnd, flags, ir_int(emitter, rows[i].flag));
		bit = ir_widen(emitter, ir_compare(emitter, LLVMIntNE, bit, ir_int(emitter, 0)));
		ir_store(emitter, ir_binary(emitter, LLVMOr, ir_load(emitter, at, 8, false), bit),
			 at, 8);
	}
}

static void emit_at_entry(struct emitter *emitter, struct span span, LLVMValueRef to)
{
	struct temporary_mark mark = emit_mark(emitter);

	ir_store(emitter, syscall_number(emitter), ir_at(emitter, to, MEMBER(number)), 4);
	/* What follows the flags begins at 0: nothing is used. */
	ir_store(emitter, syscall_is_compat(emitter), ir_at(emitter, to, MEMBER(flags)), 4);
	syscall_registers(emitter, ir_at(emitter, to, MEMBER(registers)));
	copy_pieces(emitter, to, find_list(emitter, span, LIST), ir_int(emitter, UINT32_MAX));
	emit_release(emitter, mark);
}

/* What the entry could not read is read now. */
static void copy_again(struct emitter *emitter, struct span span, LLVMValueRef to)
{
	LLVMValueRef flags = ir_load(emitter, ir_at(emitter, to, MEMBER(flags)), 2, false), list;
	struct ir_if branch, has_list;

	branch = ir_if_begin(emitter, ir_compare(
		emitter, LLVMIntNE, ir_binary(emitter, LLVMAnd, flags,
					      ir_int(emitter, CALL_HAS_FAULT)),
		ir_int(emitter, 0)));
	list = find_list(emitter, span, LIST_AGAIN);
	has_list = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, list, ir_int(emitter, 0)));
	ir_store(emitter, ir_binary(emitter, LLVMAnd, flags, ir_int(emitter, CALL_IS_COMPAT)),
		 ir_at(emitter, to, MEMBER(flags)), 4);
	copy_pieces(emitter, to, list, ir_int(emitter, UINT32_MAX));
	ir_if_end(emitter, &has_list);
	ir_if_end(emitter, &branch);
}

void call_arguments_emit_returned(struct emitter *emitter, struct span span, LLVMValueRef to)
{
	LLVMValueRef result = ir_load_context(emitter, 8, 8, true);
	struct ir_if branch;

	copy_again(emitter, span, to);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSGE, result,
						 ir_int(emitter, 0)));
	copy_pieces(emitter, to, find_list(emitter, span, LIST), result);
	ir_if_end(emitter, &branch);
	note_in_frame(emitter, to);
}

/* As it was kept at the entry. */
static void emit_kept(struct emitter *emitter, LLVMValueRef to)
{
	const struct saved *saved = emitter->program->record->first;

	while (saved->argument.type != &type_call_arguments)
		saved = saved->next;
	ir_copy(emitter, to, saved_emit_place(emitter, &saved->argument),
		sizeof(struct call_arguments));
}

void call_arguments_emit(struct emitter *emitter, struct span span, LLVMValueRef to)
{
	if (emitter->program->mechanism == MECHANISM_SYSCALL_EXIT) {
		emit_kept(emitter, to);
		call_arguments_emit_returned(emitter, span, to);
		return;
	}
	emit_at_entry(emitter, span, to);
	/* A keeper's value is looked at when its program at the return has it. */
	if (!emitter->program->is_keeper)
		note_in_frame(emitter, to);
}
