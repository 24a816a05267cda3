/*
 * Tree: what the user wrote.
 *
 * Tagged unions, lists through `next`. Each node has a part that the parser
 * fills and, below a marked line, a part that the checker fills; nobody else
 * writes here. Sugar is kept as written and undone in lowering.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/text.h"

struct argument;	/* codegen/check/scope.h: where a probe argument's value is */
struct decision;	/* codegen/check/coalesce.h: which operand of a ?? was chosen */
struct builtin;		/* codegen/builtin.h: the row of a builtin */
struct field;		/* codegen/type.h: a struct member */
struct iteration;	/* codegen/check/scope.h: how a loop over an iterator runs */
struct kfunc;		/* codegen/kfunc.h: a kernel function that is called */
struct map;		/* codegen/check/scope.h: a map of the program */
struct routine;		/* codegen/check/scope.h: an fn as one BPF program has it */
struct value_set;	/* codegen/value_set.h: what a value is looked for in */
struct event;		/* codegen/check/scope.h: an event that a call sends */
struct type;		/* codegen/type.h */
struct variable;	/* codegen/check/scope.h: a scratch variable */

/* ---- types as written ---- */

enum type_name_kind {
	TYPE_NAME_PLAIN,	/* int32, string, pid_t */
	TYPE_NAME_STRUCT,	/* struct task_struct */
	TYPE_NAME_UNION,	/* union nf_inet_addr */
	TYPE_NAME_ENUM,		/* enum pid_type */
};

enum type_suffix_kind {
	TYPE_SUFFIX_POINTER,	/* T * */
	TYPE_SUFFIX_SIZE,	/* T[N]: array length, or the size of string[N] and buffer[N] */
	TYPE_SUFFIX_UNSIZED,	/* T[]: an array whose length follows from the operand */
};

struct type_suffix {
	enum type_suffix_kind kind;
	uint64_t size;
	struct type_suffix *next;	/* left to right, as written */
};

struct type_name {
	enum type_name_kind kind;
	struct span span;
	const char *name;		/* without the struct/union/enum word */
	struct type_suffix *suffixes;
};

/* ---- expressions ---- */

enum expr_kind {
	EXPR_INTEGER,		/* 42  0x1f  1e6  10ms */
	EXPR_STRING,		/* "text" */
	EXPR_BOOLEAN,		/* true  false */
	EXPR_NAME,		/* pid  arg_dentry  AF_INET: settled by the checker */
	EXPR_VARIABLE,		/* $x */
	EXPR_MAP,		/* @m  @m[k]  @ */
	EXPR_POSITIONAL,	/* $1 */
	EXPR_POSITIONAL_COUNT,	/* $# */
	EXPR_CALL,		/* f(a, b) */
	EXPR_INVOKE,		/* the same, f being an fn of the program: found by the checker, in
				   its copy of the tree */
	EXPR_UNARY,		/* -a !a ~a *a &a */
	EXPR_BINARY,		/* a + b, a && b, ... */
	EXPR_TERNARY,		/* a ? b : c; b is NULL for a ?: c */
	EXPR_FIELD,		/* a.b  a->b */
	EXPR_ELEMENT,		/* a.0 */
	EXPR_INDEX,		/* a[i] */
	EXPR_CAST,		/* (T)a; (NAME)a is "maybe a cast" */
	EXPR_TUPLE,		/* (a, b)  (a,)  () */
	EXPR_INCREMENT,		/* a++ ++a a-- --a */
	EXPR_SIZEOF,		/* sizeof(T)  sizeof(e) */
	EXPR_OFFSETOF,		/* offsetof(T, a.b) offsetof(e, a.b) */
	EXPR_COALESCE,		/* a ?? b */
	EXPR_HAS,		/* has(struct open_how) */
	EXPR_KERNEL,		/* kernel >= v5.16 */
	EXPR_BLOCK,		/* { $x = a; $x + b }; `if` as a value is a ternary of blocks */
	EXPR_IN,		/* a in $set, a in (b, c) */
};

enum unary_operator {
	UNARY_MINUS,		/* -a */
	UNARY_NOT,		/* !a */
	UNARY_COMPLEMENT,	/* ~a */
	UNARY_DEREFERENCE,	/* *a */
	UNARY_ADDRESS,		/* &a */
};

enum binary_operator {
	BINARY_NONE,		/* in an assignment: plain = */
	BINARY_LOGICAL_OR, BINARY_LOGICAL_AND,
	BINARY_OR, BINARY_XOR, BINARY_AND,
	BINARY_EQUAL, BINARY_NOT_EQUAL,
	BINARY_LESS, BINARY_GREATER, BINARY_LESS_EQUAL, BINARY_GREATER_EQUAL,
	BINARY_SHIFT_LEFT, BINARY_SHIFT_RIGHT,
	BINARY_ADD, BINARY_SUBTRACT,
	BINARY_MULTIPLY, BINARY_DIVIDE, BINARY_MODULO,
};

/* A dotted path in offsetof(T, a.b.c). */
struct name_list {
	const char *name;
	struct span span;
	struct name_list *next;
};

struct expr {
	enum expr_kind kind;
	unsigned short depth;		/* levels of the tree from here down, bounded by the parser */
	struct span span;
	struct expr *next;		/* in a list of arguments or tuple elements */
	const char *given_name;		/* of an argument: NAME = before it; NULL */
	struct span given_span;		/* where that name stands */
	union {
		struct { uint64_t value; bool is_duration; } integer;
		struct { const char *bytes; uint32_t length; } string;	/* escapes undone */
		bool boolean;
		struct { const char *name; } name;
		struct { const char *name; } variable;			/* without $ */
		struct { const char *name; struct expr *key; } map;	/* without @; key may be NULL;
									   @m[a, b] has a tuple key */
		struct { unsigned number; } positional;
		struct { const char *name; struct span name_span; struct expr *arguments; } call;
		struct { enum unary_operator operator; struct expr *operand; } unary;
		struct { enum binary_operator operator; struct expr *left, *right; } binary;
		struct { struct expr *condition, *then, *otherwise; } ternary;
		struct { struct expr *base; const char *name; struct span name_span; } field;
		struct { struct expr *base; unsigned number; } element;
		struct { struct expr *base, *index; } index;
		struct { struct type_name *type_name; struct expr *operand; } cast;
		struct { struct expr *elements; } tuple;
		struct { struct expr *target; bool is_decrement, is_postfix; } increment;
		/* One of the two; a bare name that is not plainly a type is an operand. */
		struct { struct type_name *type_name; struct expr *operand; } size_of;
		struct { struct type_name *type_name; struct expr *operand;
			 struct name_list *path; } offset_of;
		struct { struct expr *left, *right; } coalesce;
		/* The text is raw, "" at least; ANSWER is for the checker, in its copy of the tree. */
		struct { const char *text; struct span text_span; bool answer; } has;
		struct { enum binary_operator operator; const char *version; bool answer; } kernel;
		struct { struct stmt *body; struct expr *value; } block;	/* VALUE may be NULL */
		/* The checker's copy has the set, and no right side. */
		struct { struct expr *left, *right; const struct value_set *set; } in;
	};

	/* ---- filled by the checker ---- */
	const struct type *type;	/* of the value; type_error after a complaint */
	bool is_constant;		/* the value is known: CONSTANT holds it (integers, booleans,
					   enums, sizeof, offsetof, enum constants, $N numbers) */
	uint64_t constant;		/* sign-extended to 64 bits when the type is signed */
	const char *text;		/* a known string: literals, positional text, `probe` */
	uint32_t text_length;
	struct builtin const *builtin;	/* EXPR_NAME and EXPR_CALL that name a builtin */
	const struct kfunc *kfunc;	/* EXPR_CALL that calls the kernel */
	const struct argument *argument;	/* EXPR_NAME arg_x, argN, retval; EXPR_FIELD args.x */
	const struct field *member;	/* EXPR_FIELD: through anonymous members, offsets added up */
	struct variable *variable_ref;	/* EXPR_VARIABLE; EXPR_CALL of a kfunc: whose slot takes the
					   reference that it acquires, or loses what it releases */
	bool is_nullable;		/* a pointer that the verifier follows, not known not to be 0 */
	bool is_walked;			/* read as the verifier follows pointers, not copied */
	struct map *map_ref;		/* EXPR_MAP; for kstack, ustack the table that interns them */
	struct event *event;		/* EXPR_CALL that sends an event; EXPR_MAP that a record is
					   written to */
	const struct routine *routine;	/* EXPR_INVOKE */
	const struct decision *decision;	/* EXPR_COALESCE: the operand that was chosen last */
	const struct decision *chosen_by;	/* of the ?? in whose place this operand stands; NULL */
	const void *extra;		/* what the builtin's check hook wants its emit hook to know */
};

/* ---- statements ---- */

enum stmt_kind {
	STMT_EXPRESSION,	/* f(); @x++; */
	STMT_ASSIGN,		/* $x = e; @m[k] += e; */
	STMT_LET,		/* let $x : T = e; */
	STMT_IF,
	STMT_WHILE,
	STMT_FOR_RANGE,		/* for $i : a..b { } */
	STMT_FOR_MAP,		/* for $kv : @m { } */
	STMT_FOR_CALL,		/* for $t : tasks() { } */
	STMT_UNROLL,		/* unroll(n) { } */
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_RETURN,
	STMT_BLOCK,
	STMT_DISCARD,		/* _ = e; */
};

struct stmt {
	enum stmt_kind kind;
	unsigned short depth;		/* levels of statements from here down, bounded by the parser */
	bool is_last;			/* STMT_EXPRESSION at a block's end, without `;` */
	struct span span;
	struct stmt *next;
	union {
		struct { struct expr *value; } expression;	/* also STMT_DISCARD */
		struct { struct expr *target; enum binary_operator operator;
			 struct expr *value; } assign;
		struct { const char *name; struct span name_span; struct type_name *type_name;
			 struct expr *value; } let;		/* type_name and value may be NULL */
		struct { struct expr *condition; struct stmt *then, *otherwise;
			 bool is_then, is_otherwise; } if_;	/* the checker's: always that one */
		struct { struct expr *condition; struct stmt *body; } while_;
		struct { const char *name; struct span name_span; struct expr *from, *to;
			 struct stmt *body; } for_range;
		struct { const char *name; struct span name_span; struct expr *map;
			 struct stmt *body; } for_map;
		struct { const char *name; struct span name_span; struct expr *call;
			 struct stmt *body; } for_call;
		struct { struct expr *count; struct stmt *body; } unroll;
		struct { struct expr *value; } return_;		/* may be NULL */
		struct { struct stmt *body; } block;
	};

	/* ---- filled by the checker ---- */
	struct variable *variable_ref;	/* STMT_LET and the loops */
	const struct iteration *iteration;	/* STMT_FOR_CALL: how it runs on this kernel */
};

/* ---- the program ---- */

/*
 * One place to attach to, as written: `kprobe:vfs_unlink`. Words are kept raw;
 * what they mean is the checker's business. TARGET is everything after the
 * first colon ("" when there is none).
 */
struct attach_point {
	struct span span;
	const char *provider;			/* as written; filled in for `a:b | c` */
	const char *target;
	const char *left_out;			/* the first word, where it turned out to be no
						   provider; NULL */
	bool is_optional;			/* a? : on the first of a chain */
	struct attach_point *alternative;	/* a | b: the next one to try */
	struct attach_point *next;		/* a, b */
};

struct probe {
	struct span span;		/* the head */
	const char *label;		/* label = head; NULL */
	struct attach_point *attach_points;
	struct expr *predicate;		/* may be NULL */
	struct stmt *body;		/* a list; NULL when empty */
	struct span body_span;		/* with its brackets */
	bool is_context;		/* of another program that is running: only what it does to
					   types counts */
	struct probe *next;
};

/* config = { max_map_keys = 10; stack_mode = perf; } */
struct config_entry {
	struct span span;
	const char *name;
	struct expr *value;		/* integer, string, boolean or a bare word (EXPR_NAME) */
	struct config_entry *next;
};

/* let @m = lruhash(100); let @r = recorder(50, 1000); */
struct map_declaration {
	struct span span;
	const char *name;
	const char *kind;
	struct expr *counts;		/* one at least */
	struct map_declaration *next;
};

/* One parameter of a kfunc. */
struct kfunc_parameter {
	struct span span;
	struct type_name *type_name;
	const char *name;		/* "" for none */
	struct kfunc_parameter *next;
};

/* kfunc struct task_struct *bpf_task_from_pid(s32 pid) KF_ACQUIRE | KF_RET_NULL; */
struct kfunc_declaration {
	struct span span;
	const char *name;
	struct span name_span;
	struct type_name *result;
	struct kfunc_parameter *parameters;
	bool is_variadic;
	struct name_list *flags;
	struct kfunc_declaration *next;
};

/* One parameter of an fn: `$a : uint64`. */
struct routine_parameter {
	struct span span;
	const char *name;		/* without $ */
	struct span name_span;
	struct type_name *type_name;
	struct routine_parameter *next;
};

/* fn larger($a : uint64, $b : uint64) : uint64 { … } */
struct routine_declaration {
	struct span span;
	const char *name;
	struct span name_span;
	struct routine_parameter *parameters;
	struct type_name *result;	/* NULL: it returns nothing */
	struct stmt *body;
	struct span body_span;
	const char *note;		/* what --plan says where it is called; NULL: nothing */
	struct routine_declaration *next;
};

/* A word or a quoted text in a parameter's declaration, and on the command line. */
struct param_item {
	struct span span;
	const char *text;		/* escapes undone */
	uint32_t length;
	bool is_quoted;
	bool is_negated;		/* !write; never when it is quoted as a whole */
	struct param_item *next;
};

/* int; one_of(a, b); set(syscall) */
struct param_type {
	struct span span;
	const char *name;
	struct param_type *element;	/* of a set; NULL */
	struct param_item *choices;	/* of one_of; NULL */
};

/* param pids : set(pid) = all "processes to trace"; */
struct param {
	struct span span;
	const char *name;
	struct span name_span;
	struct param_type *type;
	struct param_item *value;	/* the default; NULL: it has to be given */
	const char *help;		/* "" for none */
	struct param *next;
};

enum macro_parameter_kind {
	MACRO_VALUE,			/* x: any expression */
	MACRO_VARIABLE,			/* $x: a variable, itself */
	MACRO_MAP,			/* @x: a map, itself */
};

struct macro_parameter {
	enum macro_parameter_kind kind;
	const char *name;		/* without its sign */
	struct span span;
	struct macro_parameter *next;
};

/* macro twice(x) { x + x } */
struct macro_declaration {
	struct span span;
	const char *name;
	struct span name_span;
	struct macro_parameter *parameters;
	struct expr *body;		/* EXPR_BLOCK, or the value where that is all there is */
	bool is_ours;			/* ktrace comes with it: what is wrong is told where it is used */
	struct macro_declaration *next;
};

struct program {
	struct param *parameters;
	struct probe *probes;
	struct config_entry *config;
	struct map_declaration *map_declarations;
	struct kfunc_declaration *kfuncs;
	struct routine_declaration *routines;
	struct macro_declaration *macros;
	struct span refused;		/* what the grammar complained of first; no place: nothing */
};
