/*
 * Checker: what the checker's files share while one program is checked.
 *
 * Bodies are checked several times. In the early rounds reports are muted and
 * the types of maps and variables grow from what is written to them; in the last
 * round they stand still, every complaint is made and events are numbered.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/check/check.h"
#include "codegen/check/scope.h"
#include "codegen/check/settings.h"
#include "codegen/type.h"
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/tree.h"

struct head_choice;
struct kfunc;
struct probe_target;
struct target;

/* A type that grows from round to round. */
struct growing_type {
	const struct type *now;		/* what this round's writes have made of it; NULL: none */
	struct span span;		/* the write that decided its kind */
	bool is_weak;			/* only literals so far: sign and width follow the others */
	uint64_t literal;		/* the largest of them */
};

/* A map of the program; `map` is what the emitter sees. */
struct map_record {
	struct map map;			/* first: a struct map * is one of these */
	struct growing_type key, value;
	bool is_written;		/* somewhere a value is given to it */
	bool is_cleared;
	bool has_shape;			/* map.is_scalar is decided */
	bool is_used;			/* by the program itself, not only by its context */
	const struct map_declaration *declaration;	/* let @m = …; or NULL */
	uint32_t table_size;		/* ktrace's own tables: entries; 0 for the program's maps */
};

/* A scratch variable; known by where it is declared, so that it survives the rounds. */
struct variable_record {
	struct variable variable;	/* first */
	const char *shown;		/* what messages call it: "$x" */
	struct growing_type growing;
	const struct type *declared;	/* let $x : T; NULL */
	const struct type *stored;	/* the same, widened */
	bool is_read;
	bool is_element;		/* what an iterator's loop goes over: only that sets it */
	struct variable_record *next;
};

/* An fn of a program; ROUTINE is what the emitter sees. */
struct routine_record {
	struct routine routine;		/* first */
	struct variable_record *parameters[ROUTINE_PARAMETERS];
	struct variable_record *result;	/* NULL: it returns nothing */
	const struct type *type;	/* of the result as declared; type_void for none */
	const struct expr *call;	/* that asked for it in this round; NULL: none has */
	bool is_checked;		/* in this round */
	struct routine_record *next;
};

/* A name that is visible; the innermost scope comes first. */
struct scope_name {
	struct variable_record *record;
	unsigned depth;
	struct scope_name *next;
};

/* What a body asked of its probe, in the order of asking. */
struct probe_use {
	const char *name;		/* "dentry", "0", "retval" */
	const struct argument *argument;	/* NULL: this target does not have it */
	struct probe_use *next;
};

struct probe_uses {
	struct probe_use *first, **end;
	bool name;			/* `probe`: every target needs its own program */
	bool context;			/* `ctx` */
	uint32_t choices;		/* what each ?? chose that depends on the probe; 0: no such */
	bool address;			/* `func`: where the function is */
	bool stack;			/* `kstack` */
	bool saved;			/* something that is known at the entry only */
	const struct kfunc *tracing;	/* the first that only some programs may call; NULL: none */
	struct span tracing_span;	/* its call */
};

/* A program before it is put into the result; `program` is what the emitter sees. */
struct program_record {
	struct checked_program program;		/* first */
	struct probe_target *context;	/* its first target; NULL: could not be resolved */
	struct probe_target *targets, **targets_end;
	uint32_t target_count;
	struct variable_record *variables, **variables_end;
	struct saved *saved;		/* in the order of asking */
	struct routine_record *routines, **routines_end;
	bool is_trial;			/* checked for what it asks of its probe, and thrown away */
	bool has_kfuncs;		/* calls the kernel somewhere */
	bool is_overriding;		/* calls override() */
	bool has_iterators;		/* goes over elements, by the kernel's functions or without */
	const char *note;		/* what --plan tells of it besides; NULL */
	bool has_arguments;		/* it wants `args` as one value */
	bool is_context;		/* another program's: it is not loaded */
	struct program_record *next;
};

struct checker {
	struct arena *arena;
	struct diag_set *diags;
	struct target *target;
	struct type_table *types;
	const struct check_options *options;
	const struct program *tree;
	struct settings settings;
	struct checked *checked;

	bool is_final;			/* the last, loud round */
	bool is_guessing;		/* what only reads itself (@x = @x + 1) takes the other side's
					   type */
	struct program_record *programs, **programs_end;
	const struct routine_declaration *folded;	/* its parameters hide the command line's */
	struct head_choice *head_choices, **head_choices_end;
	uint32_t head_choice_count;
	struct kfunc *kfuncs;		/* those asked for so far */
	struct map *maps, **maps_end;
	uint32_t map_count;
	struct name_list *left_out_maps;	/* spoken of where the program is not for this kernel */
	struct event *events, **events_end;
	uint32_t event_count;
	uint32_t generation_count;
	unsigned macro_uses;
	struct call_made *calls_made;	/* system calls that are shown whole */
	struct stack_use *stack_uses;	/* kstack, ustack of the last round */

	/* ---- while a body is checked ---- */
	unsigned pass;			/* counts them */
	struct absences *absences;	/* where to note what this kernel lacks; NULL: nowhere */
	struct choice *choices;		/* operands that stand in the place of their ??, last first */
	struct program_record *current;
	struct routine_record *routine;	/* whose body it is; NULL: the probe's */
	struct probe_uses *uses;	/* where to note what the body asks for; NULL: nowhere */
	struct scope_name *scope;
	unsigned depth;			/* of blocks */
	unsigned loops;			/* that break and continue would leave */
	bool is_base;			/* what is checked is args, and a member's name follows */
	bool at_entry;			/* inside entry(...): as if the probe were at the entry */
	const struct expr *aggregate;	/* the call that stands where count() may stand */
	uint32_t memory;		/* bytes of memory values in the statement being checked */
};

/* Reports at EXPR, poisons it and returns the report. */
struct diag *checker_fail(struct checker *checker, struct expr *expr, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The type as text, for messages. */
const char *checker_type_name(struct checker *checker, const struct type *type);

/* Has --plan say NOTE of the current program, once. */
void checker_note(struct checker *checker, const char *note);

/* The name `kind:target` of the probe whose body is checked; "" when it has none. */
const char *checker_probe_name(const struct checker *checker);

/* The probe's kind, PROBE_KIND_COUNT when nothing is known. */
enum probe_kind checker_probe_kind(const struct checker *checker);

/* True when plain pointers in this probe's body are those of a user program. */
bool checker_is_user_probe(const struct checker *checker);
