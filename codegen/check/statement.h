/*
 * Statement: the statements of a body.
 */
#pragma once

struct checker;
struct program_record;

/* Checks predicate and body of PROGRAM; variables start afresh. */
void statement_check_program(struct checker *checker, struct program_record *program);
