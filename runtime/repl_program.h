/*
 * REPL program: one thing that was typed and lives on: a program that traces, or
 * statements and declarations that later ones build on.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/request.h"
#include "parser/whole.h"
#include "runtime/compile_process.h"
#include "runtime/events.h"
#include "runtime/load.h"
#include "runtime/render.h"
#include "runtime/running.h"
#include "runtime/sink.h"

struct arena;
struct repl;
struct rows;

enum repl_state {
	REPL_NEW,
	REPL_RUNNING,
	REPL_STOPPED,		/* detached; its maps are there, and it can be started again */
	REPL_KEPT,		/* has no number: declarations, and statements that made a map */
};

struct repl_program {
	struct repl *repl;
	unsigned number;	/* 0: kept */
	enum repl_state state;
	enum whole_kind kind;
	const char *text;	/* as typed */
	struct arena *arena;
	struct compile_image image;
	struct load load;
	bool is_loaded;
	struct render render;
	struct rows *rows;
	struct events events;
	struct running running;
	bool is_open;		/* running's ring is mapped, the sink is open */
	struct loss_summary lost;	/* in the runs that are over */
	const struct repl_program *replaces;	/* whose place it will take; NULL */
	bool is_polled;		/* its ring is looked at by time; programs wake nobody */
	struct repl_program *next;
};

/*
 * Compiles, loads and starts TEXT as program NUMBER (0: the next free number). NULL after
 * saying why not. A program that only runs begin is over at once and stays as stopped.
 */
struct repl_program *repl_program_add(struct repl *repl, const char *text, unsigned number);

/* Runs statements once and prints the last one's value. Whatever is wrong has been said. */
void repl_program_evaluate(struct repl *repl, const char *text);

/* Keeps declarations that are right for the programs typed later. */
void repl_program_declare(struct repl *repl, const char *text);

struct repl_program *repl_program_find(struct repl *repl, unsigned number);

/* Stops it if it runs; starts it again if it does not. False after saying why. */
void repl_program_stop(struct repl_program *program);
bool repl_program_start(struct repl_program *program);

/* Runs its probes of the signal NUMBER, which ktrace got. */
void repl_program_signal(struct repl_program *program, int number);

/* Compiles TEXT and puts it in the place of PROGRAM, which runs on if that cannot be done. */
bool repl_program_replace(struct repl_program *program, const char *text);

/* What has become of its outputs so far. */
void repl_program_summarise(struct repl_program *program, struct loss_summary *summary);

/* Stops it and forgets it. */
void repl_program_delete(struct repl_program *program);
void repl_program_delete_all(struct repl *repl);

/* Its text as the compiler is given it, from ARENA. */
struct request_script repl_program_script(struct arena *arena, const struct repl_program *program);

/* Compiles its text beside what it builds on; false after saying why not. */
bool repl_program_compile(struct repl_program *program);

/* Reads what it has sent; true if that was something. It stops when it has asked for that. */
bool repl_program_read(struct repl_program *program);


/* Can TEXT be compiled here? If not, it was said why. */
bool repl_program_try(struct repl *repl, const char *text);
