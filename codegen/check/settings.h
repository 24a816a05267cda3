/*
 * Settings: the config block and the BPFTRACE_ variables of the environment.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/layout.h"

struct diag_set;
struct program;

enum missing_probes {
	MISSING_PROBES_ERROR,
	MISSING_PROBES_WARN,
	MISSING_PROBES_IGNORE,
};

struct settings {
	uint64_t max_map_keys;
	uint64_t max_strlen;		/* bytes of str() without a length, its NUL included */
	uint64_t max_path_depth;	/* components, where the verifier follows every round */
	uint64_t max_probes;
	uint64_t max_programs;
	uint64_t ring_pages;		/* 0: the runtime chooses */
	uint64_t cat_bytes;		/* that cat() prints of a file */
	uint64_t print_maps_on_exit;	/* 0 or 1 */
	uint64_t cpp_demangle;		/* 0 or 1 */
	uint64_t check_ownership;	/* 0: for tests, the kernel's verifier is to find it */
	uint64_t string_functions;	/* 0: for tests, texts are compared without the kernel's */
	uint64_t stack_mode;		/* enum stack_mode */
	uint64_t missing_probes;	/* enum missing_probes */
};

/*
 * Fills SETTINGS from the defaults, the config block, the environment, and the lines
 * "KEY=VALUE" of a session (NULL: none); what comes later wins.
 */
void settings_read(struct settings *settings, struct diag_set *diags,
		   const struct program *program, const char *session);
