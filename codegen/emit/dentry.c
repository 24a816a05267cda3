/*
 * Dentry paths: the kernel side of a dentry's display.
 *
 * One function in the object walks from the leaf to the root and leaves component
 * names behind each other, with what the user side needs to find the mount: the
 * device and the task's mount namespace. Offsets are those of the target's types.
 * The kernel runs the loop where it can (5.17), so that the verifier looks at one
 * step only.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>

#include "codegen/layout.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"

enum { COMPONENTS_MAX = 512, NAME_BYTES = 256 };

/* What of a struct member is missing on this target. */
static bool find_member(struct emitter *emitter, struct span span, const char *structure,
			const char *member, struct field *field)
{
	const struct type *type = target_find_struct(emitter->target, structure, false);

	if (type && target_find_field(emitter->target, type, member, field))
		return true;
	diag_error(emitter->diags, span, "this kernel's types have no struct %s with a member %s, "
		   "so the path of a dentry cannot be told", structure, member);
	return false;
}

struct dentry_offsets {
	struct field parent, name, text, super_block, device, proxy, namespace, common, inode;
};

static bool find_offsets(struct emitter *emitter, struct span span, struct dentry_offsets *at)
{
	return find_member(emitter, span, "dentry", "d_parent", &at->parent) &&
	       find_member(emitter, span, "dentry", "d_name", &at->name) &&
	       find_member(emitter, span, "qstr", "name", &at->text) &&
	       find_member(emitter, span, "dentry", "d_sb", &at->super_block) &&
	       find_member(emitter, span, "super_block", "s_dev", &at->device) &&
	       find_member(emitter, span, "task_struct", "nsproxy", &at->proxy) &&
	       find_member(emitter, span, "nsproxy", "mnt_ns", &at->namespace) &&
	       find_member(emitter, span, "mnt_namespace", "ns", &at->common) &&
	       find_member(emitter, span, "ns_common", "inum", &at->inode);
}

/* Reads SIZE bytes at ADDRESS + OFFSET of kernel memory through SLOT; sets FLAGS on a fault. */
static LLVMValueRef walker_read(struct emitter *emitter, LLVMValueRef address, uint32_t offset,
				uint32_t size, LLVMValueRef slot, LLVMValueRef flags)
{
	LLVMValueRef failed, value;

	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	failed = emit_helper3(emitter, HELPER_READ_KERNEL, slot, ir_int(emitter, size),
			      ir_binary(emitter, LLVMAdd, address, ir_int(emitter, offset)));
	value = ir_binary(emitter, LLVMAnd, ir_binary(emitter, LLVMLShr, failed,
						      ir_int(emitter, 62)),
			  ir_int(emitter, LAYOUT_PATH_FAULT));
	ir_store(emitter, ir_binary(emitter, LLVMOr, value, ir_load(emitter, flags, 8, false)),
		 flags, 8);
	return ir_load(emitter, slot, 8, false);
}

static void set_flag(struct emitter *emitter, LLVMValueRef flags, uint32_t flag)
{
	ir_store(emitter, ir_binary(emitter, LLVMOr, ir_load(emitter, flags, 8, false),
				    ir_int(emitter, flag)), flags, 8);
}

/*
 * The walk's state: words of the walker's stack, which a callback reaches through
 * a pointer. The first is the memory that is filled.
 */
enum walk_word { WALK_TO, WALK_FLAGS, WALK_OFFSET, WALK_CURRENT, WALK_WORDS };

struct walk {
	const struct dentry_offsets *at;
	LLVMValueRef state;		/* pointer to WALK_WORDS words */
	LLVMValueRef to, flags;		/* the memory; the flags' word */
	LLVMValueRef slot;		/* 8 bytes for reads */
};

static LLVMValueRef walk_word(struct emitter *emitter, const struct walk *walk,
			      enum walk_word word)
{
	return ir_at(emitter, walk->state, word * 8);
}

/* Goes to STOP, noting FLAG, where CONDITION holds. */
static void stop_if(struct emitter *emitter, const struct walk *walk, LLVMValueRef condition,
		    uint32_t flag, LLVMBasicBlockRef stop)
{
	struct ir_if branch = ir_if_begin(emitter, condition);

	if (flag)
		set_flag(emitter, walk->flags, flag);
	ir_jump(emitter, stop);
	ir_if_end(emitter, &branch);
}

/* One step towards the root: append the name, go to the parent. */
static void walk_step(struct emitter *emitter, const struct walk *walk, LLVMBasicBlockRef stop)
{
	const struct dentry_offsets *at = walk->at;
	LLVMValueRef current = ir_load(emitter, walk_word(emitter, walk, WALK_CURRENT), 8, false);
	LLVMValueRef parent, name, used, length;

	parent = walker_read(emitter, current, at->parent.offset, 8, walk->slot, walk->flags);
	stop_if(emitter, walk, ir_compare(emitter, LLVMIntEQ, parent, current), 0, stop);
	name = walker_read(emitter, current, at->name.offset + at->text.offset, 8, walk->slot,
			   walk->flags);
	used = ir_load(emitter, walk_word(emitter, walk, WALK_OFFSET), 8, false);
	stop_if(emitter, walk,
		ir_compare(emitter, LLVMIntUGT, used, ir_int(emitter, LAYOUT_PATH_BYTES)),
		LAYOUT_PATH_TRUNCATED, stop);
	length = emit_helper3(emitter, HELPER_READ_KERNEL_TEXT,
			      ir_at_value(emitter,
					  ir_at(emitter, walk->to,
						offsetof(struct layout_dentry_path, components)),
					  used),
			      ir_int(emitter, NAME_BYTES), name);
	/* Unsigned, so that an error is too large as well. */
	stop_if(emitter, walk,
		ir_compare(emitter, LLVMIntUGT, length, ir_int(emitter, NAME_BYTES)),
		LAYOUT_PATH_FAULT, stop);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, used, length),
		 walk_word(emitter, walk, WALK_OFFSET), 8);
	ir_store(emitter, parent, walk_word(emitter, walk, WALK_CURRENT), 8);
}

static void store_head(struct emitter *emitter, const struct walk *walk, LLVMValueRef dentry)
{
	const struct dentry_offsets *at = walk->at;
	LLVMValueRef value;

	value = walker_read(emitter, dentry, at->super_block.offset, 8, walk->slot, walk->flags);
	value = walker_read(emitter, value, at->device.offset, 4, walk->slot, walk->flags);
	ir_store(emitter, value,
		 ir_at(emitter, walk->to, offsetof(struct layout_dentry_path, device)), 4);
	value = emit_helper0(emitter, HELPER_CURRENT_TASK);
	value = walker_read(emitter, value, at->proxy.offset, 8, walk->slot, walk->flags);
	value = walker_read(emitter, value, at->namespace.offset, 8, walk->slot, walk->flags);
	value = walker_read(emitter, value, at->common.offset + at->inode.offset, 4, walk->slot,
			    walk->flags);
	ir_store(emitter, value,
		 ir_at(emitter, walk->to, offsetof(struct layout_dentry_path, mount_namespace)),
		 4);
	value = ir_binary(emitter, LLVMLShr, emit_helper0(emitter, HELPER_PID_TGID),
			  ir_int(emitter, 32));
	ir_store(emitter, value, ir_at(emitter, walk->to,
				       offsetof(struct layout_dentry_path, pid)), 4);
}

/* u64 dentry_step(u64 round, u64 *state): one step as bpf_loop's callback; 1 at the end. */
static LLVMValueRef make_step(struct emitter *emitter, const struct dentry_offsets *at,
			      struct span span)
{
	static const char *const parameters[] = { "round", "state" };
	LLVMTypeRef types[] = { emitter->i64, emitter->pointer };
	struct emit_function *function = function_open_plain(emitter, "dentry_step", span, types,
							     2, parameters);
	struct walk walk = { .at = at, .state = LLVMGetParam(function->value, 1) };
	LLVMBasicBlockRef stop;


	walk.to = ir_load_pointer(emitter, walk_word(emitter, &walk, WALK_TO));
	walk.flags = walk_word(emitter, &walk, WALK_FLAGS);
	walk.slot = function_alloca(emitter, 8);
	stop = ir_block(emitter, "stop");
	walk_step(emitter, &walk, stop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	ir_enter(emitter, stop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 1));
	function_close_plain(emitter);
	return function->value;
}

/* Takes the steps; returns how many rounds were begun. */
static LLVMValueRef walk_up(struct emitter *emitter, const struct walk *walk, struct span span)
{
	struct ir_loop loop;

	if (target_feature(emitter->target, FEATURE_LOOP))
		return emit_helper4(emitter, HELPER_LOOP, ir_int(emitter, COMPONENTS_MAX + 1),
				    make_step(emitter, walk->at, span), walk->state,
				    ir_int(emitter, 0));
	/* A constant bound is what older verifiers take; they walk every round of it. */
	loop = ir_loop_begin(emitter, ir_int(emitter, COMPONENTS_MAX + 1));
	walk_step(emitter, walk, loop.end);
	ir_loop_end(emitter, &loop);
	return ir_load(emitter, loop.index_slot, 8, false);
}

static void walker_body(struct emitter *emitter, struct walk *walk, LLVMValueRef dentry,
			struct span span)
{
	LLVMValueRef rounds, more;

	walk->state = function_alloca(emitter, WALK_WORDS * 8);
	walk->slot = function_alloca(emitter, 8);
	walk->flags = walk_word(emitter, walk, WALK_FLAGS);
	LLVMBuildStore(emitter->builder, walk->to, walk_word(emitter, walk, WALK_TO));
	ir_store(emitter, ir_int(emitter, 0), walk->flags, 8);
	ir_store(emitter, ir_int(emitter, 0), walk_word(emitter, walk, WALK_OFFSET), 8);
	ir_store(emitter, dentry, walk_word(emitter, walk, WALK_CURRENT), 8);
	store_head(emitter, walk, dentry);
	rounds = walk_up(emitter, walk, span);
	/* All rounds were needed only where there are more components than that. */
	more = ir_widen(emitter, ir_compare(emitter, LLVMIntUGT, rounds,
					    ir_int(emitter, COMPONENTS_MAX)));
	ir_store(emitter,
		 ir_binary(emitter, LLVMOr, ir_load(emitter, walk->flags, 8, false),
			   ir_binary(emitter, LLVMMul, more,
				     ir_int(emitter, LAYOUT_PATH_TRUNCATED))), walk->flags, 8);
	ir_store(emitter, ir_load(emitter, walk_word(emitter, walk, WALK_OFFSET), 8, false),
		 ir_at(emitter, walk->to, offsetof(struct layout_dentry_path, length)), 4);
}

/* u64 dentry_path(struct layout_dentry_path *to, u64 dentry): the flags. */
static LLVMValueRef make_walker(struct emitter *emitter, struct span span)
{
	static const char *const parameters[] = { "to", "dentry" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64 };
	struct emit_function *function;
	struct dentry_offsets at;
	struct walk walk = { .at = &at };

	if (!find_offsets(emitter, span, &at))
		return NULL;
	function = function_open_plain(emitter, "dentry_path", span, types, 2, parameters);
	walk.to = LLVMGetParam(function->value, 0);
	walker_body(emitter, &walk, LLVMGetParam(function->value, 1), span);
	LLVMBuildRet(emitter->builder, ir_load(emitter, walk.flags, 8, false));
	function_close_plain(emitter);
	return function->value;
}

static void store_flags(struct emitter *emitter, LLVMValueRef to, LLVMValueRef flags)
{
	LLVMValueRef fault = ir_binary(emitter, LLVMAnd, flags,
				       ir_int(emitter, LAYOUT_PATH_FAULT | LAYOUT_PATH_NULL));

	ir_store(emitter, flags, ir_at(emitter, to, offsetof(struct layout_dentry_path, flags)),
		 4);
	emit_note_fault(emitter, LLVMBuildNeg(emitter->builder, fault, ""));
	ir_store(emitter,
		 ir_binary(emitter, LLVMOr,
			   ir_load(emitter, emit_frame_word(emitter, FRAME_TRUNCATED), 8, false),
			   ir_binary(emitter, LLVMAnd, flags,
				     ir_int(emitter, LAYOUT_PATH_TRUNCATED))),
		 emit_frame_word(emitter, FRAME_TRUNCATED), 8);
}

void emit_dentry_path(struct emitter *emitter, LLVMValueRef dentry, LLVMValueRef to,
		      struct span span)
{
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64 };
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, types, 2, false);
	struct ir_if branch;

	if (!emitter->dentry_walker)
		emitter->dentry_walker = make_walker(emitter, span);
	if (!emitter->dentry_walker)
		return;
	branch = ir_if_begin(emitter, ir_is_zero(emitter, dentry));
	ir_store(emitter, ir_int(emitter, 0),
		 ir_at(emitter, to, offsetof(struct layout_dentry_path, length)), 4);
	store_flags(emitter, to, ir_int(emitter, LAYOUT_PATH_NULL));
	ir_if_else(emitter, &branch);
	store_flags(emitter, to,
		    LLVMBuildCall2(emitter->builder, type, emitter->dentry_walker,
				   (LLVMValueRef[]){ to, dentry }, 2, ""));
	ir_if_end(emitter, &branch);
}
