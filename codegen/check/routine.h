/*
 * Routine: the functions that a program writes itself, fn. Each BPF program that calls
 * one has its own, checked as a part of it: what a body may ask of its probe, an fn that
 * is called from there may ask, too.
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;
struct program;
struct program_record;
struct routine;
struct routine_declaration;
struct stmt;

/* The fn of that name, or NULL. */
const struct routine_declaration *routine_find(const struct program *program, const char *name);

/* Names that are given twice, fns that call themselves, calls that are too deep. */
void routine_check_declarations(struct checker *checker);

/* Before PROGRAM's body is checked: nothing has called anything yet. */
void routine_begin_round(struct program_record *program);

/* Checks a call (EXPR_INVOKE) in the current program. */
void routine_check_call(struct checker *checker, struct expr *call);

/* After the current program's body: the bodies of what it called, and of what those call. */
void routine_check_bodies(struct checker *checker);

/* Checks a return in the body of the current fn. */
void routine_check_return(struct checker *checker, struct stmt *stmt);

/* What PROGRAM called in the last round, as the emitter wants it. */
const struct routine *routine_list(struct program_record *program);
