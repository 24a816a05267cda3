/*
 * Emit: from the checked tree to an LLVM module, and from there to the image.
 *
 * This header is the room's inside: its files and stdlib/emit_*.c share it. The
 * door is emit_module.h. During lowering every number and pointer is an LLVM i64,
 * extended by its type; everything else lives in memory and is written to a
 * destination. One function loads (emit_load), and which read it is follows from
 * the address space in the type.
 */
#pragma once

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <stdbool.h>
#include <stdint.h>

#include "codegen/check/scope.h"
#include "codegen/target/feature.h"
#include "codegen/type.h"
#include "parser/tree.h"

struct arena;
struct diag_set;
struct display_function;
struct function;
struct kfunc;
struct open_iteration;
struct scratch_lookup;

struct emitter;
struct layout;
struct target;
struct text_set;

/* A place in memory: where, and in whose address space. */
struct place {
	LLVMValueRef address;		/* SPACE_BPF: a pointer; otherwise an i64 */
	enum address_space space;
	/* Memory that 32-bit programs lay out otherwise: what is there, and what they have there. */
	const struct type *type, *compat;	/* NULL: it is alike */
};

/* A memory object on the BPF stack that waits to be used again. */
struct stack_slot {
	LLVMValueRef pointer;
	uint32_t size;
	bool is_free;
	struct stack_slot *next;
};

/*
 * One LLVM function being filled: a program, or the callback of one of its loops.
 * The frame is a block of the program's stack that callbacks get by pointer; it
 * holds the context, the flags and the variables.
 */
struct emit_function {
	LLVMValueRef value;
	LLVMMetadataRef scope;
	LLVMBasicBlockRef allocas;	/* first block: nothing but allocas */
	LLVMBasicBlockRef setup_end;	/* lookups that the body relies on end here */
	LLVMBasicBlockRef start;	/* of the body, entered when the setup is done */
	LLVMBasicBlockRef exit;		/* returns */
	LLVMBasicBlockRef lost;		/* of an fn: where a lookup of the setup failed; or NULL */
	LLVMValueRef frame;
	LLVMValueRef context;		/* the BPF context, reloaded from the frame in callbacks */
	LLVMValueRef ledger;		/* this CPU's ledger; NULL until asked for */
	LLVMValueRef scratch;		/* this CPU's scratch; NULL until asked for */
	LLVMValueRef record;		/* what the entry kept for this return; NULL until asked for */
	struct stack_slot *slots;
	uint32_t stack_bytes;		/* taken by slots and frame */
	LLVMBasicBlockRef loop_break, loop_continue;
	struct open_iteration *iterations;	/* around what is being built, the innermost first */
	bool is_callback;
	const struct routine *routine;	/* the fn that it is, or stands in; NULL: none */
	bool is_routine;		/* it is that itself, and no callback in it */
	bool stops;			/* an fn: a callback in it may end it by FRAME_STOP */
	const struct stmt *loop;	/* a callback: whose body it is */
	struct emit_function *outer;	/* the function that this one stands in */
	LLVMBasicBlockRef resume;	/* plain functions: where building goes on in the outer one */
	struct span span;
};

struct emitter {
	struct arena *arena;
	struct diag_set *diags;
	const struct text_set *texts;
	struct target *target;
	struct checked *checked;

	LLVMContextRef context;
	LLVMModuleRef module;
	LLVMBuilderRef builder;
	LLVMTypeRef i1, i8, i16, i32, i64, pointer, void_;

	/* debug info */
	LLVMDIBuilderRef debug;
	LLVMMetadataRef debug_unit, debug_int, debug_u64, debug_pointer;
	LLVMMetadataRef *debug_files;	/* one for each text */

	/* globals, made when first used */
	LLVMValueRef *maps;		/* for each of plan->maps */
	LLVMValueRef ring, ledger, scratch, control;
	LLVMValueRef path_walkers[3];	/* by enum path_walk */
	LLVMValueRef path_turner;
	LLVMValueRef *openers;		/* for each of plan->recorders; recorder.c */
	struct display_function *displays;	/* display.c */

	/* the program being emitted */
	const struct checked_program *program;
	struct emit_function *function;
	uint32_t record_key;		/* in the frame, where the program has a record */
	uint32_t *variable_offsets;	/* in the frame, or in scratch when the top bit is set */
	uint32_t scratch_used;		/* bytes now */
	uint32_t scratch_size;		/* the most of this program */
	struct scratch_lookup *scratch_lookups;	/* of this program; scratch.c */
	uint32_t function_count;	/* for names of callbacks */
	uint32_t set_count;		/* for names of tables */
	LLVMValueRef copies, copy_lists;	/* tables of what is copied of calls; NULL until asked for */
	LLVMValueRef call_copier;	/* the function that does */
	uint32_t copy_count;
	LLVMValueRef call_number, call_word;	/* the call that is made; syscall.c's table for it */
	LLVMValueRef call_names;	/* of the program's system calls; NULL until asked for */
	uint64_t seed;			/* of interned keys, random for each compilation */
};

/* ---- building (ir.c) ---- */

LLVMValueRef ir_int(struct emitter *emitter, uint64_t value);			/* i64 */
LLVMValueRef ir_int32(struct emitter *emitter, uint32_t value);
LLVMBasicBlockRef ir_block(struct emitter *emitter, const char *name);		/* appended */
void ir_enter(struct emitter *emitter, LLVMBasicBlockRef block);
/* Branches if the current block is still open. */
void ir_jump(struct emitter *emitter, LLVMBasicBlockRef block);
/* POINTER + OFFSET bytes. */
LLVMValueRef ir_at(struct emitter *emitter, LLVMValueRef pointer, uint64_t offset);
LLVMValueRef ir_at_value(struct emitter *emitter, LLVMValueRef pointer, LLVMValueRef offset);
/* Loads SIZE bytes (1, 2, 4, 8) and extends them to i64. */
LLVMValueRef ir_load(struct emitter *emitter, LLVMValueRef pointer, uint32_t size, bool is_signed);
/* The same, never merged, moved or narrowed by the optimiser: for shared words. */
LLVMValueRef ir_load_volatile(struct emitter *emitter, LLVMValueRef pointer, uint32_t size,
			      bool is_signed);
/* Loads from the program's context, at a constant offset whatever becomes of the code around it. */
LLVMValueRef ir_load_context(struct emitter *emitter, uint32_t offset, uint32_t size,
			     bool is_signed);
LLVMValueRef ir_load_pointer(struct emitter *emitter, LLVMValueRef pointer);
/* Stores the low SIZE bytes of an i64. */
void ir_store(struct emitter *emitter, LLVMValueRef value, LLVMValueRef pointer, uint32_t size);
/* Cuts an i64 to SIZE bytes and extends it again. */
LLVMValueRef ir_extend(struct emitter *emitter, LLVMValueRef value, uint32_t size, bool is_signed);
LLVMValueRef ir_is_zero(struct emitter *emitter, LLVMValueRef value);		/* i1, of i64 or pointer */
LLVMValueRef ir_widen(struct emitter *emitter, LLVMValueRef bit);		/* i1 -> i64 */
LLVMValueRef ir_binary(struct emitter *emitter, LLVMOpcode opcode, LLVMValueRef left,
		       LLVMValueRef right);
LLVMValueRef ir_compare(struct emitter *emitter, LLVMIntPredicate predicate, LLVMValueRef left,
			LLVMValueRef right);
/* The same value, of which the optimiser knows nothing: bounds checked after it stay in the code. */
LLVMValueRef ir_opaque(struct emitter *emitter, LLVMValueRef value);
/* VALUE as a constant of the object. */
LLVMValueRef ir_constant(struct emitter *emitter, LLVMValueRef value, const char *name);
/* VALUE, but at most LIMIT, in a form that every verifier follows. */
LLVMValueRef ir_at_most(struct emitter *emitter, LLVMValueRef value, uint64_t limit);
void ir_atomic_add(struct emitter *emitter, LLVMValueRef pointer, LLVMValueRef value);
/* Sets SIZE bytes to zero; copies SIZE bytes between BPF-space places (8-aligned both). */
void ir_zero(struct emitter *emitter, LLVMValueRef pointer, uint32_t size);
void ir_copy(struct emitter *emitter, LLVMValueRef to, LLVMValueRef from, uint32_t size);
/* if (condition) { … } [else { … }]: begin, turn to else, end. */
struct ir_if {
	LLVMBasicBlockRef then, otherwise, end;
};
struct ir_if ir_if_begin(struct emitter *emitter, LLVMValueRef condition);
void ir_if_else(struct emitter *emitter, struct ir_if *branch);
void ir_if_end(struct emitter *emitter, struct ir_if *branch);
/* for (i = 0; i < LIMIT; i++): the body is built between begin and end; leave jumps to .end. */
struct ir_loop {
	LLVMBasicBlockRef body, next, end;
	LLVMValueRef limit;
	LLVMValueRef index;		/* i64, valid in the body */
	LLVMValueRef index_slot;
};
struct ir_loop ir_loop_begin(struct emitter *emitter, LLVMValueRef limit);
void ir_loop_end(struct emitter *emitter, struct ir_loop *loop);

/* ---- helpers of the kernel (helper.c) ---- */

enum helper {
	HELPER_MAP_LOOKUP = 1, HELPER_MAP_UPDATE = 2, HELPER_MAP_DELETE = 3,
	HELPER_KTIME_NS = 5, HELPER_RANDOM = 7, HELPER_CPU = 8, HELPER_PID_TGID = 14,
	HELPER_UID_GID = 15, HELPER_COMM = 16, HELPER_CURRENT_TASK = 35,
	HELPER_OVERRIDE_RETURN = 58, HELPER_SEND_SIGNAL = 109, HELPER_SEND_SIGNAL_THREAD = 117,
	HELPER_NUMA_NODE = 42, HELPER_GET_STACK = 67, HELPER_CGROUP_ID = 80,
	HELPER_MAP_PUSH = 87, HELPER_MAP_POP = 88,
	HELPER_READ_USER = 112,
	HELPER_READ_KERNEL = 113, HELPER_READ_USER_TEXT = 114, HELPER_READ_KERNEL_TEXT = 115,
	HELPER_JIFFIES = 118, HELPER_KTIME_BOOT_NS = 125, HELPER_SEQ_WRITE = 127,
	HELPER_RING_RESERVE = 131,
	HELPER_RING_SUBMIT = 132, HELPER_CURRENT_TASK_BTF = 158,
	HELPER_FOR_EACH = 164, HELPER_FUNC_IP = 173, HELPER_LOOP = 181,
	HELPER_MAP_LOOKUP_PERCPU = 195, HELPER_DYNPTR_FROM_MEM = 197, HELPER_KTIME_TAI_NS = 208,
};

/* Calls a helper; arguments are i64 or pointers, the result is i64 (a pointer for lookups). */
LLVMValueRef emit_helper(struct emitter *emitter, enum helper helper, unsigned count,
			 LLVMValueRef *arguments);
LLVMValueRef emit_helper0(struct emitter *emitter, enum helper helper);
LLVMValueRef emit_helper1(struct emitter *emitter, enum helper helper, LLVMValueRef a);
LLVMValueRef emit_helper2(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b);
LLVMValueRef emit_helper3(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b, LLVMValueRef c);
LLVMValueRef emit_helper4(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b, LLVMValueRef c, LLVMValueRef d);

/* ---- being preempted (preemption.c) ---- */

/* At a program's very start and at its end: in between no other task runs on this CPU. */
void preemption_emit_disable(struct emitter *emitter);
void preemption_emit_enable(struct emitter *emitter);

/* ---- debug info (debug.c) ---- */

void debug_open(struct emitter *emitter);
void debug_close(struct emitter *emitter);
/* Describes a function whose parameters are NAMES, and makes it the scope of what follows. */
LLVMMetadataRef debug_describe_function(struct emitter *emitter, LLVMValueRef function,
					const char *name, struct span span, unsigned count,
					const char *const *parameter_names, bool is_static);
/* Instructions built from now on belong to SPAN. */
void debug_set_place(struct emitter *emitter, struct span span);
/* A BTF-defined map: its type, sizes and flags. */
void debug_describe_map(struct emitter *emitter, LLVMValueRef map, const char *name,
			uint32_t type, uint32_t key_size, uint32_t value_size,
			uint32_t max_entries, uint32_t flags);
/* Gives an extern function its prototype. */
void debug_declare_function(struct emitter *emitter, LLVMValueRef value,
			    const struct function *function);
void debug_describe_words(struct emitter *emitter, LLVMValueRef global, const char *name,
			  uint32_t words);

/* ---- functions, frame, scratch (function.c) ---- */

/* u64 NAME(frame), declared if it was not yet. */
LLVMValueRef function_declare_routine(struct emitter *emitter, const char *name);
/* Makes the current function one that starts with NAME's parameters; see function.c. */
struct emit_function *function_open(struct emitter *emitter, const char *name, struct span span,
				    bool is_callback, unsigned count,
				    const char *const *parameter_names);
/* Opens the function that an fn is: u64 NAME(frame). */
struct emit_function *function_open_routine(struct emitter *emitter, const char *name,
					    const struct routine *routine);
void function_close(struct emitter *emitter);
/*
 * A function of the object that is no program: u64 NAME(PARAMETERS), with no frame
 * and none of what programs have. Its body builds its own returns.
 */
struct emit_function *function_open_plain(struct emitter *emitter, const char *name,
					  struct span span, LLVMTypeRef *types, unsigned count,
					  const char *const *parameter_names);
/* Ends it; building goes on where it was. */
void function_close_plain(struct emitter *emitter);
/* SIZE bytes of 8-aligned stack, for the whole of the function. */
LLVMValueRef function_alloca(struct emitter *emitter, uint32_t size);
/* This CPU's ledger or scratch (scratch.c), looked up in the function's setup. */
LLVMValueRef function_ledger(struct emitter *emitter);
LLVMValueRef function_scratch(struct emitter *emitter);
/* The program is complete: its scratch gets the memory that it needs. */
void scratch_settle(struct emitter *emitter);
/* All programs are complete: describes the map that most of them share. */
void scratch_define_shared(struct emitter *emitter);
/*
 * The entry of MAP (a global) at KEY, which the setup knows, looked up at the end of
 * the setup; the function ends there when it is missing.
 */
LLVMValueRef function_find(struct emitter *emitter, LLVMValueRef map, LLVMValueRef key);
/* The same for entry INDEX of an array. */
LLVMValueRef function_find_index(struct emitter *emitter, LLVMValueRef map, uint32_t index);
/* A loop callback as a value that a helper takes; see loop.c. */

/* SIZE bytes of 8-aligned memory until the end of the statement: on the stack or in scratch. */
LLVMValueRef emit_temporary(struct emitter *emitter, uint32_t size);
/* The same, always in per-CPU scratch: for memory indexed at run time. */
LLVMValueRef emit_scratch(struct emitter *emitter, uint32_t size);
struct temporary_mark {
	uint32_t scratch_used;
	struct stack_slot *slots;
};
/* What was taken since the mark is given back. */
struct temporary_mark emit_mark(struct emitter *emitter);
void emit_release(struct emitter *emitter, struct temporary_mark mark);

/* The address of a variable of this program. */
LLVMValueRef emit_variable(struct emitter *emitter, const struct variable *variable);
/* Words of the frame. */
enum frame_word {
	FRAME_CONTEXT, FRAME_FAULT, FRAME_TRUNCATED, FRAME_STOP,
	FRAME_CALL,		/* system calls: which, and of what program; syscall.c */
	FRAME_WORDS,
};
/* What FRAME_STOP says: leave the program; leave the fn. Callbacks answer with its last bit. */
enum { STOP_PROGRAM = 1, STOP_ROUTINE = 3 };
LLVMValueRef emit_frame_word(struct emitter *emitter, enum frame_word word);
/* Notes a failed read when RESULT (i64, as helpers return it) is negative. */
void emit_note_fault(struct emitter *emitter, LLVMValueRef result);
/* Leaves the program from wherever we are (callbacks too). */
void emit_leave(struct emitter *emitter);

/* ---- what is kept from entry to return (saved.c) ---- */

enum { SAVED_KEY_WORDS = 3 };		/* of the frame */
/* Of a program of an iterator: tells its reader of the element; leaves after exit(). */
void seq_emit_note(struct emitter *emitter);
/* Loads a pointer of such a program's context, which may be NULL as far as the verifier knows. */
LLVMValueRef seq_load_pointer(struct emitter *emitter, uint32_t offset);

/* The body of an entry's program: fills the call's record. */
void saved_emit_keeper(struct emitter *emitter);
/* Finds the call's record; returns without one are counted and leave the program. */
void saved_emit_find(struct emitter *emitter);
/* Gives the record back, at the end of the program. */
void saved_emit_drop(struct emitter *emitter);
/* Where a kept value is, in BPF space. */
LLVMValueRef saved_emit_place(struct emitter *emitter, const struct argument *argument);

/* ---- expressions (expr.c, operator.c, access.c, text.c) ---- */

LLVMValueRef emit_scalar(struct emitter *emitter, const struct expr *expr);
LLVMValueRef emit_condition(struct emitter *emitter, const struct expr *expr);	/* i1 */
/* Writes a value that lives in memory to DESTINATION (expr->type->size bytes). */
void emit_memory(struct emitter *emitter, const struct expr *expr, LLVMValueRef destination);
/* Where EXPR's memory is; values that are nowhere are put into a temporary. */
struct place emit_place(struct emitter *emitter, const struct expr *expr);
/* The same in BPF space: copied there if need be. */
LLVMValueRef emit_local(struct emitter *emitter, const struct expr *expr);
/* Evaluates for effect. */
void emit_effect(struct emitter *emitter, const struct expr *expr);

/* Loads a scalar of TYPE from a place. */
LLVMValueRef emit_load(struct emitter *emitter, struct place place, const struct type *type);
/* A number of SIZE bytes, extended to 64 bits. */
LLVMValueRef emit_load_word(struct emitter *emitter, struct place place, uint32_t size,
			    bool is_signed);
LLVMValueRef emit_load_field(struct emitter *emitter, struct place base,
			     const struct field *field);
/* Copies SIZE bytes from a place to BPF-space memory; a failed read leaves zeros and a fault. */
void emit_read(struct emitter *emitter, LLVMValueRef to, struct place from, uint32_t size);
/* Reads a NUL-terminated text of at most SIZE bytes (constant); failure writes "<fault>". */
void emit_read_text(struct emitter *emitter, LLVMValueRef to, struct place from,
		    LLVMValueRef size, uint32_t capacity);
/* The value of an argument of ARGUMENT_USDT, extended by its type. */
LLVMValueRef usdt_emit_argument(struct emitter *emitter, const struct argument *argument);

LLVMValueRef emit_argument(struct emitter *emitter, const struct argument *argument);
struct place emit_argument_place(struct emitter *emitter, const struct argument *argument);

LLVMValueRef emit_operator(struct emitter *emitter, enum binary_operator operator,
			   LLVMValueRef left, LLVMValueRef right, const struct type *type,
			   struct span span);
/* A quotient whose divisor is known not to be zero. */
LLVMValueRef emit_divide(struct emitter *emitter, LLVMValueRef left, LLVMValueRef right,
			 bool is_signed);
/* A kernel function's result; 0 where it has none (kfunc.c). */
LLVMValueRef emit_kfunc_call(struct emitter *emitter, const struct expr *call);
/* The bare call; VALUES are as many as it has parameters (kfunc.c). */
LLVMValueRef emit_kernel_call(struct emitter *emitter, const struct kfunc *kfunc,
			      LLVMValueRef *values);
/* Gives back what the variable holds, if it holds something. */
void emit_drop(struct emitter *emitter, const struct variable *variable);
/* The same for every variable that belongs to the function that LOOP's body is; NULL: to the program. */
void emit_drop_all(struct emitter *emitter, const struct stmt *loop);
/* Where LOOP's round goes to end at TARGET: what its variables hold is given back on the way. */
LLVMBasicBlockRef emit_drop_before(struct emitter *emitter, const struct stmt *loop,
				   LLVMBasicBlockRef target);
/* A pointer's number, in a form that may be reckoned with even where the verifier sees a NULL. */
LLVMValueRef emit_pointer(struct emitter *emitter, const struct expr *expr);
LLVMValueRef emit_unary(struct emitter *emitter, const struct expr *expr);
LLVMValueRef emit_binary(struct emitter *emitter, const struct expr *expr);	/* i64 */
LLVMValueRef emit_logical(struct emitter *emitter, const struct expr *expr);	/* i1 */

/* Text in memory against text: 1 where the first LIMIT bytes (or up to both ends) are equal. */
LLVMValueRef emit_text_equal(struct emitter *emitter, const struct expr *left,
			     const struct expr *right, uint32_t limit);		/* i1 */
/* Are the first COUNT bytes at MEMORY those at BYTES? */
LLVMValueRef emit_text_is(struct emitter *emitter, LLVMValueRef memory, const char *bytes,
			  uint32_t count);				/* i1 */
/* `a in b`, whose set is known: 0 or 1, which a condition may come to by jumps. */
LLVMValueRef emit_in(struct emitter *emitter, const struct expr *expr, bool is_condition);
LLVMValueRef emit_text_length(struct emitter *emitter, const struct expr *expr);
/* Where the constant PART first begins in TEXT, from 0; -2: nowhere. */
LLVMValueRef emit_text_find(struct emitter *emitter, const struct expr *text,
			    const struct expr *part);
/* 1 where TEXT has the constant PART somewhere before its end, else 0. */
LLVMValueRef emit_text_contains(struct emitter *emitter, const struct expr *text,
				const struct expr *part);
void emit_text_constant(struct emitter *emitter, const char *text, uint32_t length,
			LLVMValueRef to, uint32_t size);

/* ---- system calls (syscall.c) ---- */

/*
 * At a program's very start, with nothing but its context: goes to OTHER unless it is for calls of
 * that number; for programs without calls nothing.
 */
void syscall_test(struct emitter *emitter, LLVMBasicBlockRef other);
/* Then, with a frame: leaves the program unless it is for the call that is made. */
void syscall_open(struct emitter *emitter);
/* 1 if a 32-bit program makes the call. */
LLVMValueRef syscall_is_compat(struct emitter *emitter);
/* In any program: whether the process may be one, and, asked of the task if need be, whether it is. */
bool syscall_may_be_compat(struct emitter *emitter);
LLVMValueRef syscall_caller_is_compat(struct emitter *emitter);
/* Writes the probe's name for the call, SIZE bytes at most. */
void syscall_name(struct emitter *emitter, LLVMValueRef to, uint32_t size);
/* The value of an ARGUMENT_SYSCALL, not yet cut to its type. */
LLVMValueRef syscall_argument(struct emitter *emitter, const struct argument *argument);

/* The number of the call that is made, by its caller's table; and its place in the program's list. */
LLVMValueRef syscall_number(struct emitter *emitter);
LLVMValueRef syscall_index(struct emitter *emitter);
/* The registers that carry arguments, six words at TO; of a 32-bit program's call, with 32 bits each. */
void syscall_registers(struct emitter *emitter, LLVMValueRef to);
/*
 * Writes the struct call_arguments of the call at TO: at the entry from its registers, at the return
 * as it was at the entry, with what has been written since (call_arguments.c).
 */
void call_arguments_emit(struct emitter *emitter, struct span span, LLVMValueRef to);
/* At the return: adds what the call has written to the struct call_arguments of its entry at TO. */
void call_arguments_emit_returned(struct emitter *emitter, struct span span, LLVMValueRef to);

/* ---- what 32-bit programs lay out otherwise (compat.c) ---- */

/* What a pointer of that type points to. */
struct place compat_follow(struct emitter *emitter, LLVMValueRef address,
			   const struct type *pointer);
/* In a PLACE with `compat`: a member of its struct. */
struct place compat_member(struct emitter *emitter, struct place place, const struct field *field);
/* The same: element INDEX of the array there or, IS_POINTER, of those that begin there. */
struct place compat_element(struct emitter *emitter, struct place place, LLVMValueRef index,
			    bool is_pointer);
/* How many bytes one further is for a pointer of that type. */
LLVMValueRef compat_step(struct emitter *emitter, const struct type *pointer);
/* The number at a PLACE with `compat`, extended to 64 bits. */
LLVMValueRef compat_load(struct emitter *emitter, struct place place);
/* Copies what is at a place with `compat` as others have it. */
void compat_read(struct emitter *emitter, LLVMValueRef to, struct place from);

/* ---- maps (map.c, aggregate.c, intern.c) ---- */

/* The map's global, declared on first use. */
LLVMValueRef emit_map_global(struct emitter *emitter, uint32_t index);
/* A global in .maps of that name, as large as debug_describe_map's notation wants it. */
LLVMValueRef emit_declare_map(struct emitter *emitter, const char *name);
const struct plan_map *emit_map_plan(const struct emitter *emitter, const struct map *map);
/* The stored key for @map[key]; KEY NULL for scalars. */
LLVMValueRef emit_map_key(struct emitter *emitter, const struct map *map, const struct expr *key);
/* Pointer to the value, or NULL. */
LLVMValueRef emit_map_lookup(struct emitter *emitter, const struct map *map, LLVMValueRef key);
LLVMValueRef emit_map_read(struct emitter *emitter, const struct expr *expr);	/* scalar */
void emit_map_read_memory(struct emitter *emitter, const struct expr *expr, LLVMValueRef to);
void emit_map_assign(struct emitter *emitter, const struct stmt *stmt);
LLVMValueRef emit_map_increment(struct emitter *emitter, const struct expr *expr, bool used);
LLVMValueRef emit_map_delete(struct emitter *emitter, const struct map *map,
			     const struct expr *key);
/* The current generation of a map that has generations; the pointer to that word. */
LLVMValueRef emit_generation(struct emitter *emitter, const struct map *map);
LLVMValueRef emit_generation_pointer(struct emitter *emitter, const struct map *map);
/* Writes EXPR as LAYOUT says to BASE + layout->offset. */
void emit_as_layout(struct emitter *emitter, const struct expr *expr,
		    const struct layout *layout, LLVMValueRef base);
/* Sum over the CPUs of an aggregate's value for a stored key. */
LLVMValueRef emit_aggregate_read(struct emitter *emitter, const struct map *map, LLVMValueRef key);
/* The key of SIZE bytes at MEMORY in table TABLE (index in plan->maps), stored if new; 0: no room. */
LLVMValueRef emit_intern(struct emitter *emitter, uint32_t table, LLVMValueRef memory,
			 LLVMValueRef words, uint32_t words_limit);
/* ledger counters */
void ledger_count(struct emitter *emitter, uint32_t ledger_offset);

/* ---- flight recorders (recorder.c) ---- */

/* @r[k] = value. */
void recorder_emit_write(struct emitter *emitter, const struct stmt *stmt);
/* print(@r[k]). */
void recorder_emit_print(struct emitter *emitter, const struct expr *call);
/* delete(@r, k): 1 if the key was there; its place is free once the user side was told. */
LLVMValueRef recorder_emit_delete(struct emitter *emitter, const struct expr *call,
				  const struct map *map, const struct expr *key);

/* ---- events (event.c) ---- */

struct record {
	LLVMValueRef pointer;
	struct ir_if branch;
	const struct plan_event *plan;
};
/* Takes what was noted since the last output: a record's flags (PLAN_RECORD_*), as an i64. */
LLVMValueRef emit_take_flags(struct emitter *emitter);
/* Reserves an event's record; what follows until record_end runs only when there was room. */
struct record record_begin(struct emitter *emitter, uint32_t event_index,
			   const struct plan_event *plan);
void record_end(struct emitter *emitter, struct record *record);
/* A whole event whose values are EXPRS, a list that matches the plan's values. */
void emit_event(struct emitter *emitter, const struct event *event, const struct expr *values);
/* A run-time warning at SPAN. */
void emit_warning(struct emitter *emitter, struct span span, const char *text);
/* The N-th argument of a call, from 0; NULL behind the last. */
const struct expr *emit_call_argument(const struct expr *call, unsigned number);
void emit_stack(struct emitter *emitter, const struct expr *expr, LLVMValueRef to);
/* The key of the stack in the table expr->map_ref. */
LLVMValueRef emit_interned_stack(struct emitter *emitter, const struct expr *expr);

/* ---- displays (display.c, path.c, path_text.c) ---- */

/* Where EXPR's struct is: behind its pointer, whose VALUE may be known already, or EXPR's own. */
struct place display_place(struct emitter *emitter, const struct expr *expr, LLVMValueRef value);
/* Fills the record at TO with what EXPR's display shows of the struct at FROM. */
void emit_display(struct emitter *emitter, const struct expr *expr, struct place from,
		  LLVMValueRef to);
/* str() of what display_has_text() says: at most SIZE (up to CAPACITY) bytes, with the NUL. */
void emit_display_text(struct emitter *emitter, const struct expr *expr, LLVMValueRef to,
		       LLVMValueRef size, uint32_t capacity);
/* Does the layout take emit_display? */
bool display_is(const struct layout *layout);
/* Is EXPR a pointer whose text is sent? */
bool display_is_text(const struct expr *expr, const struct layout *layout);
/* SIZE bytes at ADDRESS, through SLOT; a fault gives 0 and its flag in FLAGS (or NULL). */
LLVMValueRef display_read(struct emitter *emitter, enum address_space space,
			  LLVMValueRef address, uint32_t size, LLVMValueRef slot,
			  LLVMValueRef flags);
void display_set_flag(struct emitter *emitter, LLVMValueRef flags, uint32_t flag);
enum path_walk {
	PATH_WALK_DENTRY,		/* up to the root of the file system */
	PATH_WALK_FILE,			/* from mount to mount, up to the root of its namespace */
	PATH_WALK_KERNFS,
};
/* Components of a path at most, on this target. */
uint32_t path_components_max(struct emitter *emitter);
/* Walks from NODE, in MOUNT for files, to the root; fills the struct layout_path TO; the flags. */
LLVMValueRef emit_path(struct emitter *emitter, enum path_walk walk, LLVMValueRef node,
		       LLVMValueRef mount, LLVMValueRef to, struct span span);

/* ---- statements (stmt.c, loop.c) ---- */

void emit_block(struct emitter *emitter, const struct stmt *list);
/* VARIABLE = VALUE, or with OPERATOR. */
void emit_assign_variable(struct emitter *emitter, const struct variable *variable,
			  enum binary_operator operator, const struct expr *value,
			  struct span span);
void emit_for_range(struct emitter *emitter, const struct stmt *stmt);
/* Sets WRITTEN[index] of every variable that the body of a kernel-run loop writes (captured.c). */
void captured_mark(struct emitter *emitter, const struct stmt *body, bool *written);
/* Does the kernel run this loop, its body being a callback? */
bool loop_calls_back(struct emitter *emitter, const struct stmt *stmt);
void emit_for_map(struct emitter *emitter, const struct stmt *stmt);
/* The callback's break returns 1, its continue 0, neither with a reference. */
void loop_make_exits(struct emitter *emitter, const struct stmt *loop);
const char *loop_callback_name(struct emitter *emitter);
/* After the loop: a return or exit() inside it ends the program (or the outer callback) too. */
void loop_obey_stop(struct emitter *emitter);
/* A loop over an iterator (iterate.c). */
void emit_for_call(struct emitter *emitter, const struct stmt *stmt);

/* ---- the program's own functions (routine.c) ---- */

/* All that the current program calls; each has scratch memory of its own. */
void routine_emit_all(struct emitter *emitter);
/* What an fn returns: 0 where that is nothing, or is in memory, at routine_emit_result(). */
LLVMValueRef routine_emit_call(struct emitter *emitter, const struct expr *call);
LLVMValueRef routine_emit_result(struct emitter *emitter, const struct expr *call);
/* `return` in an fn, or in a callback of a loop in it. */
void routine_emit_return(struct emitter *emitter, const struct stmt *stmt);
/* Ends the iterations of the current function that are open here: it is about to be left. */
void emit_end_iterations(struct emitter *emitter);
