/*
 * Kfunc: calls of kernel functions: what is declared, by the script or by the
 * library, held against what the kernel has.
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;
struct kfunc;

/* The kernel function that a script calls NAME; NULL when nothing declares it. */
const struct kfunc *kfunc_find(struct checker *checker, const char *name);

/* Whether the script declares it itself. */
bool kfunc_is_of_script(const struct checker *checker, const struct kfunc *kfunc);

/*
 * Whether BPF programs may call NAME. Kernels that tag such functions tell of each; on others
 * those count that the script or the library declares and that fit.
 */
bool kfunc_is_there(struct checker *checker, const char *name);

/* Checks a call whose name may be a kernel function's; false when none is declared so. */
bool kfunc_check_call(struct checker *checker, struct expr *call);

/*
 * Complains about a function that the kernel has for BPF and nobody declared, with the
 * declaration to paste; false when the kernel has none of that name.
 */
bool kfunc_report_undeclared(struct checker *checker, struct expr *call);

struct type;

/* The declared function that releases what a pointer of TYPE refers to; NULL when there is none. */
const struct kfunc *kfunc_find_release(struct checker *checker, const struct type *type);

/* Complains about declarations that cannot be: unknown flags, the same name twice. */
void kfunc_check_declarations(struct checker *checker);
