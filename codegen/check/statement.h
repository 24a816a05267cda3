/*
 * Statement: the statements of a body.
 */
#pragma once

struct checker;
struct program_record;
struct stmt;

/* Checks the statements of LIST in the current scope. */
void statement_check_list(struct checker *checker, struct stmt *list);

/* Checks the statements of LIST in a scope of their own. */
void statement_check_block(struct checker *checker, struct stmt *list);

/* Checks predicate and body of PROGRAM; variables start afresh. */
void statement_check_program(struct checker *checker, struct program_record *program);
