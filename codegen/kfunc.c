/*
 * Kfunc: the flags and the sets by name.
 */
#include "codegen/kfunc.h"

const struct kfunc_flag_row kfunc_flag_rows[KFUNC_FLAG_COUNT] = {
#define KFUNC_FLAG(identifier, name, meaning) { name, meaning },
#include "codegen/kfunc_flag.def"
#undef KFUNC_FLAG
};

const struct kfunc_set_row kfunc_set_rows[KFUNC_SET_ROWS] = {
	{ "common", KFUNC_SET_COMMON, "" },
	{ "generic", KFUNC_SET_TRACING, "" },
	{ "cpumask", KFUNC_SET_TRACING, "" },
	{ "lsm", KFUNC_SET_ELSEWHERE, "LSM programs" },
	{ "iter", KFUNC_SET_ELSEWHERE, "programs of bpf_iter" },
	{ "session", KFUNC_SET_ELSEWHERE, "session programs of kprobes" },
};
