/*
 * Context: programs that run already, beside which a program is checked, so that maps
 * of the same name have the same types. Nothing else of them gets into the result.
 */
#pragma once

struct checker;
struct program_record;

/* Forgets what was chosen in the heads of programs that are only context. */
void context_forget_choices(struct checker *checker);

/* Checks a body for one round; of the context's nothing is reported and no event is kept. */
void context_check_program(struct checker *checker, struct program_record *program);

/* After the last round: takes programs and maps out of the lists that are only context. */
void context_leave_out(struct checker *checker);
