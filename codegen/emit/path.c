/*
 * Paths: the kernel side of what prints as a path: dentries, paths and files, and
 * control groups.
 *
 * A function of the object walks from a node to the root and leaves the names of the
 * components behind each other. Where the mount is known (a struct path knows it) the
 * walk goes on from the mount's root to the folder that it is mounted on, and the path
 * is whole: it is right in every mount namespace, also when nobody is left in it. A
 * dentry alone has no mount: what the user side needs to find one goes with it. Where
 * the kernel can (5.17) it runs the loop, so that the verifier looks at one step only.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>

#include "codegen/check/display.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"

enum { NAME_BYTES = 256 };

/* What the functions of the object are called. */
static const struct {
	const char *walk, *step;
} walk_names[] = {
	[PATH_WALK_DENTRY] = { "dentry_walk", "dentry_step" },
	[PATH_WALK_FILE] = { "file_walk", "file_step" },
	[PATH_WALK_KERNFS] = { "kernfs_walk", "kernfs_step" },
};

/* Where things are on this target. */
struct walk_offsets {
	enum path_walk walk;
	bool has_number;
	struct field parent, text;	/* of a node; text: the pointer to its name */
	/* of file systems only */
	struct field super_block, device, proxy, namespace, common, namespace_number;
	struct field magic, inode, number;	/* if has_number */
	struct field root, within, mount_parent, mount_point, mount_namespace;	/* files */
};

static bool has_member(struct emitter *emitter, const char *structure, const char *member,
		       struct field *field)
{
	const struct type *type = target_find_struct(emitter->target, structure, false);

	return type && target_find_field(emitter->target, type, member, field);
}

static bool find_member(struct emitter *emitter, struct span span, const char *structure,
			const char *member, struct field *field)
{
	if (has_member(emitter, structure, member, field))
		return true;
	diag_error(emitter->diags, span, "this kernel's types have no struct %s with a member %s, "
		   "so paths cannot be told", structure, member);
	return false;
}

static bool find_number(struct emitter *emitter, struct walk_offsets *at)
{
	return has_member(emitter, "super_block", "s_magic", &at->magic) &&
	       has_member(emitter, "dentry", "d_inode", &at->inode) &&
	       has_member(emitter, "inode", "i_ino", &at->number);
}

static bool find_mount(struct emitter *emitter, struct span span, struct walk_offsets *at)
{
	return at->walk != PATH_WALK_FILE ||
	       (find_member(emitter, span, "vfsmount", "mnt_root", &at->root) &&
		find_member(emitter, span, "mount", "mnt", &at->within) &&
		find_member(emitter, span, "mount", "mnt_parent", &at->mount_parent) &&
		find_member(emitter, span, "mount", "mnt_mountpoint", &at->mount_point) &&
		find_member(emitter, span, "mount", "mnt_ns", &at->mount_namespace));
}

static bool find_offsets(struct emitter *emitter, struct span span, struct walk_offsets *at)
{
	struct field name;

	if (!find_member(emitter, span, "dentry", "d_parent", &at->parent) ||
	    !find_member(emitter, span, "dentry", "d_name", &name) ||
	    !find_member(emitter, span, "qstr", "name", &at->text))
		return false;
	at->text.offset += name.offset;
	at->has_number = find_number(emitter, at);
	return find_member(emitter, span, "dentry", "d_sb", &at->super_block) &&
	       find_member(emitter, span, "super_block", "s_dev", &at->device) &&
	       find_member(emitter, span, "task_struct", "nsproxy", &at->proxy) &&
	       find_member(emitter, span, "nsproxy", "mnt_ns", &at->namespace) &&
	       find_member(emitter, span, "mnt_namespace", "ns", &at->common) &&
	       find_member(emitter, span, "ns_common", "inum", &at->namespace_number) &&
	       find_mount(emitter, span, at);
}

/* kernfs_node.parent is __parent since 6.15. */
static bool find_kernfs_offsets(struct emitter *emitter, struct span span,
				struct walk_offsets *at)
{
	return (has_member(emitter, "kernfs_node", "__parent", &at->parent) ||
		find_member(emitter, span, "kernfs_node", "parent", &at->parent)) &&
	       find_member(emitter, span, "kernfs_node", "name", &at->text);
}

/*
 * The walk's state. It lies in the record that is filled, of whose content the verifier
 * keeps no account: to it one round looks like the other, whichever way it was come to,
 * and it need not follow all of them.
 */
enum walk_word { WALK_FLAGS, WALK_OFFSET, WALK_CURRENT, WALK_MOUNT };

struct walk {
	const struct walk_offsets *at;
	LLVMValueRef to;		/* the record */
	LLVMValueRef flags;		/* the flags' word */
	LLVMValueRef slot;		/* 8 bytes for reads */
};

static LLVMValueRef walk_word(struct emitter *emitter, const struct walk *walk,
			      enum walk_word word)
{
	return ir_at(emitter, walk->to, offsetof(struct layout_path, walk) + word * 8);
}

/*
 * Reads SIZE bytes at ADDRESS + OFFSET of kernel memory. A fault need not be noted: it
 * gives 0, and a name that is looked for there is one.
 */
static LLVMValueRef walk_read(struct emitter *emitter, const struct walk *walk,
			      LLVMValueRef address, uint32_t offset, uint32_t size)
{
	return display_read(emitter, SPACE_KERNEL,
			    ir_binary(emitter, LLVMAdd, address, ir_int(emitter, offset)), size,
			    walk->slot, NULL);
}

/* Goes to STOP, noting FLAG, where CONDITION holds. */
static void stop_if(struct emitter *emitter, const struct walk *walk, LLVMValueRef condition,
		    uint32_t flag, LLVMBasicBlockRef stop)
{
	struct ir_if branch = ir_if_begin(emitter, condition);

	if (flag)
		display_set_flag(emitter, walk->flags, flag);
	ir_jump(emitter, stop);
	ir_if_end(emitter, &branch);
}

/* Appends CURRENT's name. */
static void walk_append(struct emitter *emitter, const struct walk *walk, LLVMValueRef current,
			LLVMBasicBlockRef stop)
{
	LLVMValueRef name, used, length;

	name = walk_read(emitter, walk, current, walk->at->text.offset, 8);
	used = ir_load(emitter, walk_word(emitter, walk, WALK_OFFSET), 8, false);
	stop_if(emitter, walk,
		ir_compare(emitter, LLVMIntUGT, used, ir_int(emitter, LAYOUT_PATH_BYTES)),
		LAYOUT_DISPLAY_TRUNCATED, stop);
	length = emit_helper3(emitter, HELPER_READ_KERNEL_TEXT,
			      ir_at_value(emitter,
					  ir_at(emitter, walk->to,
						offsetof(struct layout_path, components)),
					  used),
			      ir_int(emitter, NAME_BYTES), name);
	/* Unsigned, so that an error is too large as well. */
	stop_if(emitter, walk,
		ir_compare(emitter, LLVMIntUGT, length, ir_int(emitter, NAME_BYTES)),
		LAYOUT_DISPLAY_FAULT, stop);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, used, length),
		 walk_word(emitter, walk, WALK_OFFSET), 8);
}

static LLVMValueRef walk_device(struct emitter *emitter, const struct walk *walk,
				LLVMValueRef dentry)
{
	LLVMValueRef super = walk_read(emitter, walk, dentry, walk->at->super_block.offset, 8);

	ir_store(emitter, walk_read(emitter, walk, super, walk->at->device.offset, 4),
		 ir_at(emitter, walk->to, offsetof(struct layout_path, device)), 4);
	return super;
}

/*
 * MOUNT is mounted nowhere. It is the root of a mount namespace, and the path whole;
 * or it is the kernel's own or was unmounted: then the walk goes on to the root of
 * the file system, as for a dentry that has no mount.
 */
static void walk_judge_top(struct emitter *emitter, const struct walk *walk, LLVMValueRef mount,
			   LLVMValueRef current, LLVMBasicBlockRef stop)
{
	LLVMValueRef namespace = walk_read(emitter, walk, mount,
					   walk->at->mount_namespace.offset, 8);
	LLVMValueRef is_pointer;
	struct ir_if branch = ir_if_begin(emitter, ir_is_zero(emitter, namespace));

	display_set_flag(emitter, walk->flags, LAYOUT_DISPLAY_DETACHED);
	ir_if_else(emitter, &branch);
	/* The kernel marks its own mounts with an error for a namespace. */
	is_pointer = ir_binary(emitter, LLVMLShr,
			       ir_binary(emitter, LLVMAdd, namespace, ir_int(emitter, 4095)),
			       ir_int(emitter, 63));
	stop_if(emitter, walk, ir_compare(emitter, LLVMIntNE, is_pointer, ir_int(emitter, 0)),
		LAYOUT_DISPLAY_WHOLE, stop);
	display_set_flag(emitter, walk->flags, LAYOUT_DISPLAY_INTERNAL);
	ir_if_end(emitter, &branch);
	walk_device(emitter, walk, current);
	ir_store(emitter, ir_int(emitter, 0), walk_word(emitter, walk, WALK_MOUNT), 8);
}

/* From the root of a mount to the folder that it covers. */
static void walk_leave_mount(struct emitter *emitter, const struct walk *walk,
			     LLVMValueRef mount, LLVMValueRef current, LLVMBasicBlockRef stop)
{
	const struct walk_offsets *at = walk->at;
	LLVMValueRef within = ir_int(emitter, at->within.offset), parent;
	struct ir_if branch;

	mount = ir_binary(emitter, LLVMSub, mount, within);
	parent = walk_read(emitter, walk, mount, at->mount_parent.offset, 8);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntEQ, parent, mount));
	walk_judge_top(emitter, walk, mount, current, stop);
	ir_if_else(emitter, &branch);
	ir_store(emitter, walk_read(emitter, walk, mount, at->mount_point.offset, 8),
		 walk_word(emitter, walk, WALK_CURRENT), 8);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, parent, within),
		 walk_word(emitter, walk, WALK_MOUNT), 8);
	ir_if_end(emitter, &branch);
}

/* Goes to the parent after noting the name; stops at the root. */
static void walk_to_parent(struct emitter *emitter, const struct walk *walk,
			   LLVMValueRef current, LLVMBasicBlockRef stop)
{
	LLVMValueRef parent = walk_read(emitter, walk, current, walk->at->parent.offset, 8);
	LLVMValueRef end = walk->at->walk == PATH_WALK_KERNFS ? ir_int(emitter, 0) : current;

	stop_if(emitter, walk, ir_compare(emitter, LLVMIntEQ, parent, end),
		walk->at->walk == PATH_WALK_KERNFS ? LAYOUT_DISPLAY_WHOLE : 0, stop);
	walk_append(emitter, walk, current, stop);
	ir_store(emitter, parent, walk_word(emitter, walk, WALK_CURRENT), 8);
}

/* One step towards the root. */
static void walk_step(struct emitter *emitter, const struct walk *walk, LLVMBasicBlockRef stop)
{
	LLVMValueRef current = ir_load(emitter, walk_word(emitter, walk, WALK_CURRENT), 8, false);
	LLVMValueRef mount, root;
	struct ir_if branch;

	/* The pointer to it could not be read. */
	stop_if(emitter, walk, ir_is_zero(emitter, current), LAYOUT_DISPLAY_FAULT, stop);
	if (walk->at->walk != PATH_WALK_FILE) {
		walk_to_parent(emitter, walk, current, stop);
		return;
	}
	mount = ir_load(emitter, walk_word(emitter, walk, WALK_MOUNT), 8, false);
	/* No mount has no root: what is read there is 0. */
	root = walk_read(emitter, walk, mount, walk->at->root.offset, 8);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntEQ, root, current));
	walk_leave_mount(emitter, walk, mount, current, stop);
	ir_if_else(emitter, &branch);
	walk_to_parent(emitter, walk, current, stop);
	ir_if_end(emitter, &branch);
}

static void store_word(struct emitter *emitter, const struct walk *walk, LLVMValueRef value,
		       size_t offset, uint32_t size)
{
	ir_store(emitter, value, ir_at(emitter, walk->to, offset), size);
}

/* The kind of the file system and the number of the inode; 0 where there is none. */
static void store_number(struct emitter *emitter, const struct walk *walk, LLVMValueRef dentry,
			 LLVMValueRef super)
{
	LLVMValueRef inode;
	struct ir_if branch;

	store_word(emitter, walk, ir_int(emitter, 0), offsetof(struct layout_path, magic), 4);
	store_word(emitter, walk, ir_int(emitter, 0), offsetof(struct layout_path, inode), 8);
	if (!walk->at->has_number)
		return;
	store_word(emitter, walk, walk_read(emitter, walk, super, walk->at->magic.offset, 4),
		   offsetof(struct layout_path, magic), 4);
	inode = walk_read(emitter, walk, dentry, walk->at->inode.offset, 8);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, inode, ir_int(emitter, 0)));
	store_word(emitter, walk,
		   walk_read(emitter, walk, inode, walk->at->number.offset, 8),
		   offsetof(struct layout_path, inode), 8);
	ir_if_end(emitter, &branch);
}

/* The mount namespace of the running task; 0 for one that is exiting. */
static void store_namespace(struct emitter *emitter, const struct walk *walk)
{
	const struct walk_offsets *at = walk->at;
	size_t place = offsetof(struct layout_path, mount_namespace);
	LLVMValueRef value = walk_read(emitter, walk, emit_helper0(emitter, HELPER_CURRENT_TASK),
				       at->proxy.offset, 8);
	struct ir_if branch;

	store_word(emitter, walk, ir_int(emitter, 0), place, 4);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, value, ir_int(emitter, 0)));
	value = walk_read(emitter, walk, value, at->namespace.offset, 8);
	value = walk_read(emitter, walk, value,
			  at->common.offset + at->namespace_number.offset, 4);
	store_word(emitter, walk, value, place, 4);
	ir_if_end(emitter, &branch);
}

static void store_head(struct emitter *emitter, const struct walk *walk, LLVMValueRef dentry)
{
	LLVMValueRef super = walk_device(emitter, walk, dentry);

	store_number(emitter, walk, dentry, super);
	store_namespace(emitter, walk);
	store_word(emitter, walk,
		   ir_binary(emitter, LLVMLShr, emit_helper0(emitter, HELPER_PID_TGID),
			     ir_int(emitter, 32)), offsetof(struct layout_path, pid), 4);
}

/* Files without a folder (of anon_inodefs, of memfd_create) have a name all the same. */
static void append_parentless(struct emitter *emitter, const struct walk *walk,
			      LLVMValueRef dentry)
{
	LLVMBasicBlockRef done = ir_block(emitter, "named");
	LLVMValueRef parent = walk_read(emitter, walk, dentry, walk->at->parent.offset, 8);

	stop_if(emitter, walk, ir_compare(emitter, LLVMIntNE, parent, dentry), 0, done);
	display_set_flag(emitter, walk->flags, LAYOUT_DISPLAY_INTERNAL);
	walk_append(emitter, walk, dentry, done);
	ir_jump(emitter, done);
	ir_enter(emitter, done);
}

/* u64 path_step(u64 round, struct layout_path **to): a step as bpf_loop's callback; 1 at the end. */
static LLVMValueRef make_step(struct emitter *emitter, const struct walk_offsets *at,
			      struct span span)
{
	static const char *const parameters[] = { "round", "to" };
	LLVMTypeRef types[] = { emitter->i64, emitter->pointer };
	struct emit_function *function = function_open_plain(emitter, walk_names[at->walk].step,
							     span, types, 2, parameters);
	struct walk walk = { .at = at };
	LLVMBasicBlockRef stop;

	walk.to = ir_load_pointer(emitter, LLVMGetParam(function->value, 1));
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

uint32_t path_components_max(struct emitter *emitter)
{
	/* Where the verifier walks every round, a program must have room for several paths. */
	return target_feature(emitter->target, FEATURE_LOOP) ? 512 :
							       emitter->checked->path_depth;
}

/* Takes the steps; returns how many rounds were begun. */
static LLVMValueRef walk_up(struct emitter *emitter, const struct walk *walk, struct span span)
{
	LLVMValueRef rounds = ir_int(emitter, path_components_max(emitter) + 1), to;
	struct ir_loop loop;

	if (target_feature(emitter->target, FEATURE_LOOP)) {
		to = function_alloca(emitter, 8);
		LLVMBuildStore(emitter->builder, walk->to, to);
		return emit_helper4(emitter, HELPER_LOOP, rounds,
				    make_step(emitter, walk->at, span), to, ir_int(emitter, 0));
	}
	/* A constant bound is what older verifiers take; they walk every round of it. */
	loop = ir_loop_begin(emitter, rounds);
	walk_step(emitter, walk, loop.end);
	ir_loop_end(emitter, &loop);
	return ir_load(emitter, loop.index_slot, 8, false);
}

static void walker_body(struct emitter *emitter, struct walk *walk, LLVMValueRef node,
			LLVMValueRef mount, struct span span)
{
	LLVMValueRef rounds, more;

	walk->slot = function_alloca(emitter, 8);
	walk->flags = walk_word(emitter, walk, WALK_FLAGS);
	ir_store(emitter, ir_int(emitter, 0), walk->flags, 8);
	ir_store(emitter, ir_int(emitter, 0), walk_word(emitter, walk, WALK_OFFSET), 8);
	ir_store(emitter, node, walk_word(emitter, walk, WALK_CURRENT), 8);
	ir_store(emitter, mount, walk_word(emitter, walk, WALK_MOUNT), 8);
	if (walk->at->walk != PATH_WALK_KERNFS) {
		store_head(emitter, walk, node);
		append_parentless(emitter, walk, node);
	}
	rounds = walk_up(emitter, walk, span);
	/* All rounds were needed only where there are more components than that. */
	more = ir_widen(emitter, ir_compare(emitter, LLVMIntUGT, rounds,
					    ir_int(emitter, path_components_max(emitter))));
	ir_store(emitter,
		 ir_binary(emitter, LLVMOr, ir_load(emitter, walk->flags, 8, false),
			   ir_binary(emitter, LLVMMul, more,
				     ir_int(emitter, LAYOUT_DISPLAY_TRUNCATED))), walk->flags, 8);
	store_word(emitter, walk,
		   ir_load(emitter, walk_word(emitter, walk, WALK_OFFSET), 8, false),
		   offsetof(struct layout_path, length), 4);
}

/* u64 path_walk(struct layout_path *to, u64 node, u64 mount): the flags. */
static LLVMValueRef make_walker(struct emitter *emitter, enum path_walk kind, struct span span)
{
	static const char *const parameters[] = { "to", "node", "mount" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64, emitter->i64 };
	struct emit_function *function;
	struct walk_offsets at = { .walk = kind };
	struct walk walk = { .at = &at };

	if (kind == PATH_WALK_KERNFS ? !find_kernfs_offsets(emitter, span, &at) :
				       !find_offsets(emitter, span, &at))
		return NULL;
	function = function_open_plain(emitter, walk_names[kind].walk, span, types, 3, parameters);
	walk.to = LLVMGetParam(function->value, 0);
	walker_body(emitter, &walk, LLVMGetParam(function->value, 1),
		    LLVMGetParam(function->value, 2), span);
	LLVMBuildRet(emitter->builder, ir_load(emitter, walk.flags, 8, false));
	function_close_plain(emitter);
	return function->value;
}

LLVMValueRef emit_path(struct emitter *emitter, enum path_walk walk, LLVMValueRef node,
		       LLVMValueRef mount, LLVMValueRef to, struct span span)
{
	LLVMTypeRef types[] = { emitter->pointer, emitter->i64, emitter->i64 };
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, types, 3, false);
	LLVMValueRef *walker = &emitter->path_walkers[walk];

	if (!*walker)
		*walker = make_walker(emitter, walk, span);
	if (!*walker)
		return ir_int(emitter, LAYOUT_DISPLAY_FAULT);
	return LLVMBuildCall2(emitter->builder, type, *walker,
			      (LLVMValueRef[]){ to, node, mount }, 3, "");
}
