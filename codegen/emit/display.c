/*
 * Display: the kernel side of values that print as what they stand for.
 *
 * For each display that a program uses the object has one function, which copies the
 * members that the row in codegen/check/display.c names into the record; where they
 * are was found there too. What is a path is walked by path.c.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>

#include "codegen/check/display.h"
#include "codegen/layout.h"
#include "lexer/arena.h"

/* A function of the object: u64 display_NAME(struct layout_display_head *to, u64 address). */
struct display_function {
	const struct display_row *row;
	const struct type *type;
	enum address_space space;
	LLVMValueRef value;
	struct display_function *next;
};

/* What a function of this kind has at hand. */
struct copy {
	const struct display *display;
	LLVMValueRef to, address;
	LLVMValueRef slot, flags;	/* 8 bytes of its stack each */
	LLVMBasicBlockRef next;		/* where to go on when there is nothing to read */
};

void display_set_flag(struct emitter *emitter, LLVMValueRef flags, uint32_t flag)
{
	ir_store(emitter, ir_binary(emitter, LLVMOr, ir_load(emitter, flags, 8, false),
				    ir_int(emitter, flag)), flags, 8);
}

/* RESULT as helpers return it: negative is a fault. */
static void note_result(struct emitter *emitter, LLVMValueRef result, LLVMValueRef flags)
{
	LLVMValueRef bit = ir_binary(emitter, LLVMAnd,
				     ir_binary(emitter, LLVMLShr, result, ir_int(emitter, 62)),
				     ir_int(emitter, LAYOUT_DISPLAY_FAULT));

	ir_store(emitter, ir_binary(emitter, LLVMOr, ir_load(emitter, flags, 8, false), bit),
		 flags, 8);
}

LLVMValueRef display_read(struct emitter *emitter, enum address_space space,
			  LLVMValueRef address, uint32_t size, LLVMValueRef slot,
			  LLVMValueRef flags)
{
	enum helper helper = space == SPACE_USER ? HELPER_READ_USER : HELPER_READ_KERNEL;
	LLVMValueRef result;

	/* What could not be read the helper sets to zero. */
	if (size < 8)
		ir_store(emitter, ir_int(emitter, 0), slot, 8);
	result = emit_helper3(emitter, helper, slot, ir_int(emitter, size), address);
	if (flags)
		note_result(emitter, result, flags);
	return ir_load(emitter, slot, 8, false);
}

static void skip_if(struct emitter *emitter, const struct copy *copy, LLVMValueRef condition)
{
	struct ir_if branch = ir_if_begin(emitter, condition);

	ir_jump(emitter, copy->next);
	ir_if_end(emitter, &branch);
}

/* Follows the pointers on the way to what SOURCE reads. */
static LLVMValueRef follow(struct emitter *emitter, const struct copy *copy,
			   const struct display_source *source)
{
	LLVMValueRef address = copy->address;

	for (uint32_t i = 0; i < source->step_count; i++) {
		address = display_read(emitter, copy->display->space,
				       ir_binary(emitter, LLVMAdd, address,
						 ir_int(emitter, source->steps[i])), 8,
				       copy->slot, copy->flags);
		if (source->capture->is_optional)
			skip_if(emitter, copy, ir_is_zero(emitter, address));
	}
	return ir_binary(emitter, LLVMAdd, address, ir_int(emitter, source->offset));
}

static void copy_source(struct emitter *emitter, const struct copy *copy,
			const struct display_source *source)
{
	bool is_user = copy->display->space == SPACE_USER;
	bool is_text = source->capture->read == DISPLAY_READ_TEXT;
	enum helper helper = is_text ? is_user ? HELPER_READ_USER_TEXT : HELPER_READ_KERNEL_TEXT :
				       is_user ? HELPER_READ_USER : HELPER_READ_KERNEL;
	LLVMValueRef to = ir_at(emitter, copy->to, source->at);
	LLVMValueRef address, first;

	if (source->capture->size <= 8)
		ir_store(emitter, ir_int(emitter, 0), to, 8);
	if (source->capture->only) {
		first = ir_load(emitter, ir_at(emitter, copy->to, copy->display->sources[0].at),
				8, false);
		skip_if(emitter, copy, ir_compare(emitter, LLVMIntNE, first,
						  ir_int(emitter, source->capture->only)));
	}
	address = follow(emitter, copy, source);
	note_result(emitter,
		    emit_helper3(emitter, helper, to, ir_int(emitter, source->capture->size),
				 address), copy->flags);
}

static LLVMValueRef make_function(struct emitter *emitter, const struct display *display,
				  struct span span)
{
	static const char *const parameters[] = { "to", "address" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64 };
	const char *name = arena_printf(emitter->arena, "display_%s_%u", display->type->name,
					emitter->function_count++);
	struct emit_function *function = function_open_plain(emitter, name, span, types, 2,
							     parameters);
	struct copy copy = {
		.display = display, .to = LLVMGetParam(function->value, 0),
		.address = LLVMGetParam(function->value, 1),
		.slot = function_alloca(emitter, 8), .flags = function_alloca(emitter, 8),
	};

	ir_store(emitter, ir_int(emitter, 0), copy.flags, 8);
	for (uint32_t i = 0; i < display->count; i++) {
		if (display->sources[i].is_missing)
			continue;
		copy.next = ir_block(emitter, "next");
		copy_source(emitter, &copy, &display->sources[i]);
		ir_jump(emitter, copy.next);
		ir_enter(emitter, copy.next);
	}
	LLVMBuildRet(emitter->builder, ir_load(emitter, copy.flags, 8, false));
	function_close_plain(emitter);
	return function->value;
}

static LLVMValueRef call_function(struct emitter *emitter, const struct display *display,
				  LLVMValueRef to, LLVMValueRef address, struct span span)
{
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64 };
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, types, 2, false);
	struct display_function *function = emitter->displays;

	while (function && (function->row != display->row || function->type != display->type ||
			    function->space != display->space))
		function = function->next;
	if (!function) {
		function = ARENA_NEW(emitter->arena, struct display_function);
		*function = (struct display_function){
			.row = display->row, .type = display->type, .space = display->space,
			.value = make_function(emitter, display, span),
			.next = emitter->displays,
		};
		emitter->displays = function;
	}
	return LLVMBuildCall2(emitter->builder, type, function->value,
			      (LLVMValueRef[]){ to, address }, 2, "");
}

/* A pointer that a path's walk begins with. */
static LLVMValueRef path_pointer(struct emitter *emitter, const struct display *display,
				 struct place from, uint32_t index)
{
	const struct display_source *source = &display->sources[index];

	if (!*source->capture->path)
		return from.address;
	from.address = ir_binary(emitter, LLVMAdd, from.address,
				 ir_int(emitter, source->offset));
	return emit_load(emitter, from, &type_uint64);
}

static LLVMValueRef fill_record(struct emitter *emitter, const struct display *display,
				struct place from, LLVMValueRef to, struct span span)
{
	enum display_kind kind = display->row->kind;
	enum path_walk walk = kind == DISPLAY_FILE   ? PATH_WALK_FILE :
			      kind == DISPLAY_CGROUP ? PATH_WALK_KERNFS : PATH_WALK_DENTRY;
	LLVMValueRef node, mount = ir_int(emitter, 0);

	if (kind < DISPLAY_KINDS)
		return call_function(emitter, display, to, from.address, span);
	node = path_pointer(emitter, display, from, DISPLAY_NODE);
	if (kind == DISPLAY_FILE)
		mount = path_pointer(emitter, display, from, DISPLAY_MOUNT);
	return emit_path(emitter, walk, node, mount, to, span);
}

static void store_flags(struct emitter *emitter, LLVMValueRef to, LLVMValueRef flags)
{
	LLVMValueRef fault = ir_binary(emitter, LLVMAnd, flags,
				       ir_int(emitter, LAYOUT_DISPLAY_FAULT |
						       LAYOUT_DISPLAY_NULL));
	LLVMValueRef cut = emit_frame_word(emitter, FRAME_TRUNCATED);

	ir_store(emitter, flags, to, 4);
	emit_note_fault(emitter, LLVMBuildNeg(emitter->builder, fault, ""));
	ir_store(emitter,
		 ir_binary(emitter, LLVMOr, ir_load(emitter, cut, 8, false),
			   ir_binary(emitter, LLVMAnd, flags,
				     ir_int(emitter, LAYOUT_DISPLAY_TRUNCATED))), cut, 8);
}

bool display_is(const struct layout *layout)
{
	return layout->kind == LAYOUT_PATH || layout->kind == LAYOUT_DISPLAY;
}

bool display_is_text(const struct expr *expr, const struct layout *layout)
{
	return expr->type->kind == TYPE_POINTER && layout->kind == LAYOUT_STRING;
}

struct place display_place(struct emitter *emitter, const struct expr *expr, LLVMValueRef value)
{
	struct place from;

	if (expr->type->kind == TYPE_POINTER)
		return (struct place){ .address = value ? value : emit_scalar(emitter, expr),
				       .space = expr->type->space };
	from = emit_place(emitter, expr);
	if (from.space == SPACE_BPF) {
		/* It is kernel memory as well, and read as such it may be at any offset. */
		from.address = LLVMBuildPtrToInt(emitter->builder, from.address, emitter->i64, "");
		from.space = SPACE_KERNEL;
	}
	return from;
}

void emit_display(struct emitter *emitter, const struct expr *expr, struct place from,
		  LLVMValueRef to)
{
	struct display display;
	struct ir_if branch;

	if (!display_find(emitter->arena, emitter->target, expr->type, from.space, &display) ||
	    display.missing)
		return;
	branch = ir_if_begin(emitter, ir_is_zero(emitter, from.address));
	store_flags(emitter, to, ir_int(emitter, LAYOUT_DISPLAY_NULL));
	ir_if_else(emitter, &branch);
	store_flags(emitter, to, fill_record(emitter, &display, from, to, expr->span));
	ir_if_end(emitter, &branch);
}
