/*
 * Path text: str() of what prints as a path, and of what prints as a name: the text as
 * a value of the program.
 *
 * A walk leaves the components leaf first (path.c). Here a second function of the object
 * turns them round: how long they are together is known, so each is written to its place
 * from the end on.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>

#include "codegen/check/display.h"
#include "codegen/layout.h"
#include "codegen/target/target.h"

enum {
	NAME_BYTES = 256,
	TEXT_BYTES = LAYOUT_PATH_BYTES + 2 * NAME_BYTES,
	TURN_BYTES = TEXT_BYTES + NAME_BYTES,	/* the text, and room for one component */
};

/*
 * The state, in the record that is read, of whose content the verifier keeps no account;
 * the walk has no use for it any more.
 */
enum turn_word { TURN_TAKEN = 1, TURN_PLACE };

struct turn {
	LLVMValueRef from;		/* struct layout_path */
	LLVMValueRef to;		/* TURN_BYTES */
};

static LLVMValueRef turn_word(struct emitter *emitter, const struct turn *turn,
			      enum turn_word word)
{
	return ir_at(emitter, turn->from, offsetof(struct layout_path, walk) + word * 8);
}

static void stop_above(struct emitter *emitter, LLVMValueRef value, uint64_t limit,
		       LLVMBasicBlockRef stop)
{
	struct ir_if branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGT, value,
							      ir_int(emitter, limit)));

	ir_jump(emitter, stop);
	ir_if_end(emitter, &branch);
}

/* Takes the next component and writes it, with a slash in front, before those written. */
static void turn_step(struct emitter *emitter, const struct turn *turn, LLVMBasicBlockRef stop)
{
	LLVMValueRef name = ir_at(emitter, turn->to, TEXT_BYTES);
	LLVMValueRef length = ir_load(emitter, ir_at(emitter, turn->from,
						     offsetof(struct layout_path, length)), 4,
				      false);
	LLVMValueRef taken = ir_load(emitter, turn_word(emitter, turn, TURN_TAKEN), 8, false);
	LLVMValueRef place, size;
	struct ir_if branch;

	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGE, taken, length));
	ir_jump(emitter, stop);
	ir_if_end(emitter, &branch);
	stop_above(emitter, taken, LAYOUT_PATH_BYTES, stop);
	size = emit_helper3(emitter, HELPER_READ_KERNEL_TEXT, name, ir_int(emitter, NAME_BYTES),
			    LLVMBuildPtrToInt(emitter->builder,
					      ir_at_value(emitter,
							  ir_at(emitter, turn->from,
								offsetof(struct layout_path,
									 components)), taken),
					      emitter->i64, ""));
	ir_store(emitter, ir_binary(emitter, LLVMAdd, taken, size),
		 turn_word(emitter, turn, TURN_TAKEN), 8);
	/* The name's own NUL makes room for the slash. An error is too large as well. */
	size = ir_opaque(emitter, ir_binary(emitter, LLVMSub, size, ir_int(emitter, 1)));
	stop_above(emitter, size, NAME_BYTES - 1, stop);
	place = ir_binary(emitter, LLVMSub,
			  ir_load(emitter, turn_word(emitter, turn, TURN_PLACE), 8, false),
			  ir_binary(emitter, LLVMAdd, size, ir_int(emitter, 1)));
	place = ir_opaque(emitter, place);
	stop_above(emitter, place, TEXT_BYTES - NAME_BYTES - 1, stop);
	/* The root of a file system is called "/" and is no component. */
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE,
						 ir_load(emitter, name, 1, false),
						 ir_int(emitter, '/')));
	ir_store(emitter, place, turn_word(emitter, turn, TURN_PLACE), 8);
	ir_store(emitter, ir_int(emitter, '/'), ir_at_value(emitter, turn->to, place), 1);
	emit_helper3(emitter, HELPER_READ_KERNEL,
		     ir_at_value(emitter, ir_at(emitter, turn->to, 1), place), size,
		     LLVMBuildPtrToInt(emitter->builder, name, emitter->i64, ""));
	ir_if_end(emitter, &branch);
}

/* u64 turn_step(u64 round, struct turn *): one step as bpf_loop's callback; 1 at the end. */
static LLVMValueRef make_step(struct emitter *emitter, struct span span)
{
	static const char *const parameters[] = { "round", "turn" };
	LLVMTypeRef types[] = { emitter->i64, emitter->pointer };
	struct emit_function *function = function_open_plain(emitter, "turn_step", span, types, 2,
							     parameters);
	LLVMValueRef pair = LLVMGetParam(function->value, 1);
	struct turn turn = { .from = ir_load_pointer(emitter, pair),
			     .to = ir_load_pointer(emitter, ir_at(emitter, pair, 8)) };
	LLVMBasicBlockRef stop = ir_block(emitter, "stop");

	turn_step(emitter, &turn, stop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	ir_enter(emitter, stop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 1));
	function_close_plain(emitter);
	return function->value;
}

static void turn_all(struct emitter *emitter, const struct turn *turn, struct span span)
{
	/* As many components as a walk finds, the name of the root, and a round to see the end. */
	LLVMValueRef rounds = ir_int(emitter, path_components_max(emitter) + 2), pair;
	struct ir_loop loop;

	if (target_feature(emitter->target, FEATURE_LOOP)) {
		pair = function_alloca(emitter, 16);
		LLVMBuildStore(emitter->builder, turn->from, pair);
		LLVMBuildStore(emitter->builder, turn->to, ir_at(emitter, pair, 8));
		emit_helper4(emitter, HELPER_LOOP, rounds,
			     make_step(emitter, span), pair, ir_int(emitter, 0));
		return;
	}
	loop = ir_loop_begin(emitter, rounds);
	turn_step(emitter, turn, loop.end);
	ir_loop_end(emitter, &loop);
}

/* Writes the two bytes TEXT, the first of them the last of the path, to the end of it. */
static void write_end(struct emitter *emitter, const struct turn *turn, LLVMValueRef end,
		      uint16_t text)
{
	ir_store(emitter, ir_int(emitter, text), ir_at_value(emitter, turn->to, end), 2);
}

/* u64 path_turn(char *to, struct layout_path *from): where the text begins in TO. */
static LLVMValueRef make_turner(struct emitter *emitter, struct span span)
{
	static const char *const parameters[] = { "to", "from" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->pointer };
	struct emit_function *function = function_open_plain(emitter, "path_turn", span, types, 2,
							     parameters);
	struct turn turn = { .to = LLVMGetParam(function->value, 0),
			     .from = LLVMGetParam(function->value, 1) };
	LLVMValueRef end, start;
	struct ir_if branch;

	end = ir_at_most(emitter,
			 ir_load(emitter, ir_at(emitter, turn.from,
						offsetof(struct layout_path, length)), 4, false),
			 TEXT_BYTES - NAME_BYTES);
	write_end(emitter, &turn, end, 0);
	ir_store(emitter, ir_int(emitter, 0), turn_word(emitter, &turn, TURN_TAKEN), 8);
	ir_store(emitter, end, turn_word(emitter, &turn, TURN_PLACE), 8);
	turn_all(emitter, &turn, span);
	start = ir_load(emitter, turn_word(emitter, &turn, TURN_PLACE), 8, false);
	/* Not as a comparison: the optimiser would take the one, which has no bounds, for the other. */
	branch = ir_if_begin(emitter, ir_is_zero(emitter, ir_opaque(
		emitter, ir_binary(emitter, LLVMSub, start, end))));
	write_end(emitter, &turn, end, '/');
	ir_if_end(emitter, &branch);
	LLVMBuildRet(emitter->builder, start);
	function_close_plain(emitter);
	return function->value;
}

/* The address of the path's text in scratch memory; 0, which no read takes, without one. */
static LLVMValueRef path_address(struct emitter *emitter, const struct expr *expr,
				 struct place from)
{
	LLVMTypeRef types[] = { emitter->pointer, emitter->pointer };
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, types, 2, false);
	LLVMValueRef record = emit_scratch(emitter, sizeof(struct layout_path));
	LLVMValueRef to = emit_scratch(emitter, TURN_BYTES), slot = emit_temporary(emitter, 8);
	LLVMValueRef flags, start;
	struct ir_if branch;

	if (!emitter->path_turner)
		emitter->path_turner = make_turner(emitter, expr->span);
	emit_display(emitter, expr, from, record);
	flags = ir_load(emitter, record, 4, false);
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, ir_binary(
		emitter, LLVMAnd, flags,
		ir_int(emitter, LAYOUT_DISPLAY_FAULT | LAYOUT_DISPLAY_NULL))));
	start = LLVMBuildCall2(emitter->builder, type, emitter->path_turner,
			       (LLVMValueRef[]){ to, record }, 2, "");
	start = ir_at_most(emitter, start, TEXT_BYTES - NAME_BYTES);
	ir_store(emitter,
		 ir_binary(emitter, LLVMAdd, start,
			   LLVMBuildPtrToInt(emitter->builder, to, emitter->i64, "")), slot, 8);
	ir_if_end(emitter, &branch);
	return ir_load(emitter, slot, 8, false);
}

/* The place of what SOURCE reads, behind the pointers on the way. */
static struct place source_place(struct emitter *emitter, struct place from,
				 const struct display_source *source)
{
	for (uint32_t i = 0; i < source->step_count; i++) {
		from.address = ir_binary(emitter, LLVMAdd, from.address,
					 ir_int(emitter, source->steps[i]));
		from.address = emit_load(emitter, from, &type_uint64);
	}
	from.address = ir_binary(emitter, LLVMAdd, from.address,
				 ir_int(emitter, source->offset));
	return from;
}

void emit_display_text(struct emitter *emitter, const struct expr *expr, LLVMValueRef to,
		       LLVMValueRef size, uint32_t capacity)
{
	struct place from = display_place(emitter, expr, NULL);
	struct temporary_mark mark = emit_mark(emitter);
	struct display display;
	LLVMValueRef length;

	display_find(emitter->arena, emitter->target, expr->type, from.space, &display);
	if (display.row->kind != DISPLAY_NAME) {
		from.address = path_address(emitter, expr, from);
	} else {
		if (display.count > NAME_LENGTH) {
			length = emit_load(emitter,
					   source_place(emitter, from,
							&display.sources[NAME_LENGTH]),
					   &type_uint32);
			length = ir_binary(emitter, LLVMAdd, length, ir_int(emitter, 1));
			size = LLVMBuildSelect(emitter->builder,
					       ir_compare(emitter, LLVMIntULT, length, size),
					       length, size, "");
			size = ir_at_most(emitter, size, capacity);
		}
		from = source_place(emitter, from, &display.sources[NAME_TEXT]);
	}
	emit_read_text(emitter, to, from, size, capacity);
	emit_release(emitter, mark);
}
