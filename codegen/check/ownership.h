/*
 * Ownership: who holds which reference. Follows a program's ways, finds what the
 * verifier would refuse, and says where the emitter releases.
 */
#pragma once

struct checker;
struct program_record;

/*
 * Checks the calls of kernel functions in a program whose types are settled, and marks
 * the variables that own references, the calls that empty them, and the fields that are
 * read as the verifier follows pointers.
 */
void ownership_check(struct checker *checker, struct program_record *program);
