/*
 * Fold: the program as it is for this kernel. Questions (has, kernel >= v…) are
 * answered, and what stands behind an answer that was no is left out.
 */
#pragma once

struct checker;
struct program;

/* A copy of the checker's tree, its questions answered, without what is not for this kernel. */
const struct program *fold_program(struct checker *checker);
