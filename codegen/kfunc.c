/*
 * Kfunc: the flags by name.
 */
#include "codegen/kfunc.h"

const struct kfunc_flag_row kfunc_flag_rows[KFUNC_FLAG_COUNT] = {
#define KFUNC_FLAG(identifier, name, meaning) { name, meaning },
#include "codegen/kfunc_flag.def"
#undef KFUNC_FLAG
};
