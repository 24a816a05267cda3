/*
 * Prototype text: reads a C prototype with its flags, as kernel source writes a
 * kfunc, into its declaration.
 */
#pragma once

#include "parser/tree.h"

struct arena;
struct diag_set;

/*
 * Reads TEXT, `struct task_struct *bpf_task_from_pid(s32 pid) KF_ACQUIRE | KF_RET_NULL`,
 * whose first byte stands at START. NULL after a complaint. Everything is from ARENA.
 */
struct kfunc_declaration *prototype_text_read(struct arena *arena, struct diag_set *diags,
					      const char *text, uint32_t start);
