/*
 * Resolve: from probe heads to programs: which places of this kernel each head
 * means, by which mechanism they are attached to, and which of them one program
 * can serve.
 */
#pragma once

#include <stdbool.h>
#include <string.h>

#include "codegen/check/probe_target.h"

struct attach_point;
struct checker;
struct diag;
struct probe;

/* While one probe's head is resolved. */
struct resolver {
	struct checker *checker;
	const struct probe *probe;
	const struct attach_point *point;	/* the one at hand */
	const char *text;			/* its target, positional parameters put in */
	enum probe_kind kind;
	struct probe_target *first, **end;
	unsigned count;
	struct plan_choice *choice;		/* the chain that it is in */
	struct plan_way *way;			/* what is noted of it; NULL: nothing */
	bool is_quiet;				/* trying an alternative: nothing is reported */
	bool is_asking;				/* what this kernel lacks is an answer: not reported */
};

/* Makes the programs of every probe, the bodies cloned and not yet checked. */
void resolve_program(struct checker *checker);

/*
 * Whether every head of the list could be attached to on this kernel. IS_BROKEN when a head is
 * wrong as it is written, which is complained about.
 */
bool resolve_is_there(struct checker *checker, struct attach_point *heads, bool *is_broken);

/* ---- for the files of the probe kinds ---- */

/* Appends a target that is called KIND:NAME. */
struct probe_target *resolve_add(struct resolver *resolver, enum mechanism mechanism,
				 const char *name);

/*
 * Visits the files that BINARY means: a path, a name, a pattern; "*": those that the process of -p
 * runs code of. Complains where there are none; where there are many, VISIT is not heard, and the
 * complaint is that none of them has WHAT ("function f").
 */
void resolve_files(struct resolver *resolver, const char *binary, const char *what,
		   void (*visit)(void *context, const char *path), void *context);

/* The path of a program's file as the runtime opens it, which is not the compiler's process. */
const char *resolve_runtime_path(const struct checker *checker, const char *path);

/* Whether a target's name stands for several. */
static inline bool resolve_is_pattern(const char *text)
{
	return strchr(text, '*') != NULL;
}

/* Reports what is wrong with the head as it is written. */
struct diag *resolve_fail(struct resolver *resolver, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Reports that this kernel does not have it; `missing_probes` may make it a warning or nothing. */
struct diag *resolve_missing(struct resolver *resolver, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* True when nobody will hear what is reported, so notes and hints need not be worked out. */
bool resolve_is_silent(const struct resolver *resolver);

/* Warns about a head that was resolved, whether or not it was one of several alternatives. */
struct diag *resolve_warn(struct resolver *resolver, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Makes a function's probe one of fentry or fexit; false when it cannot be, and why is noted. */
bool resolve_try_trampoline(struct resolver *resolver, struct probe_target *target);

/* Each kind's way from resolver->text to targets. */
void resolve_begin(struct resolver *resolver);
void resolve_end(struct resolver *resolver);
void resolve_self(struct resolver *resolver);
void resolve_timer(struct resolver *resolver);
void resolve_event(struct resolver *resolver);
void resolve_watchpoint(struct resolver *resolver);
void resolve_tracepoint(struct resolver *resolver);
void resolve_raw_tracepoint(struct resolver *resolver);
void resolve_function(struct resolver *resolver);
void resolve_syscall(struct resolver *resolver);
void resolve_user_function(struct resolver *resolver);
void resolve_usdt(struct resolver *resolver);
void resolve_iterator(struct resolver *resolver);

/*
 * Chooses the mechanism again now that TARGET->uses says what the body needs;
 * complains at the head when there is none.
 */
void resolve_settle_tracepoint(struct resolver *resolver, struct probe_target *target);
void resolve_settle_function(struct resolver *resolver, struct probe_target *target);
