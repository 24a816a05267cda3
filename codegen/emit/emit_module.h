/*
 * Emit's door: the checked program as a module, optimised, as an ELF object.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;
struct checked;
struct diag_set;
struct module;
struct target;
struct text_set;

/* Lowers the program; what cannot be lowered on this target is in DIAGS. Owned by the caller. */
struct module *module_emit(struct arena *arena, struct diag_set *diags,
			   const struct text_set *texts, struct target *target,
			   struct checked *checked);

/* Runs the optimiser's small pipeline. */
void module_optimise(struct module *module);

/* Stores the plan in the module and appends the finished ELF object to OUT; false after a report. */
bool module_write_image(struct module *module, struct diag_set *diags, struct buffer *out);

/* The module as LLVM's text, for -d ir and -d opt. */
void module_print(struct module *module, struct buffer *out);

void module_free(struct module *module);
