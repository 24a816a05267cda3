/*
 * Kfunc argument: what the parameters of a kernel function take of a script. Types
 * say a part of it, the kernel's suffixes on their names (__sz, __k, __ign, ...) the rest.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct checker;
struct expr;
struct function;
struct kfunc;

/* How a parameter is filled. */
enum kfunc_passing {
	KFUNC_PASS_NUMBER,
	KFUNC_PASS_POINTER,	/* to the struct that it names */
	KFUNC_PASS_ADDRESS,	/* any pointer of the kernel's, or bytes of the program's own */
	KFUNC_PASS_BYTES,	/* bytes of the program's own; the next parameter says how many */
	KFUNC_PASS_TEXT,	/* a text that is a constant of the object */
	KFUNC_PASS_MAP,		/* a map */
	KFUNC_PASS_DYNPTR,	/* a struct bpf_dynptr over bytes of the program's own */
	KFUNC_PASS_NOTHING,	/* what the verifier fills in: 0 */
	KFUNC_PASS_NEVER,	/* an object that only C programs have */
};

enum kfunc_passing kfunc_argument_passing(const struct function *function, uint32_t index);

/* Checks the arguments of CALL; false after a complaint. */
bool kfunc_argument_check(struct checker *checker, const struct kfunc *kfunc, struct expr *call);
