/*
 * Verifier: a refusal by the kernel in words, at its place in the script.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;
struct load;
struct load_result;

/*
 * Prints why the load failed: a diagnostic at the script's line when the verifier
 * refused a program, a sentence otherwise. VERBOSE adds the verifier's whole log.
 */
void verifier_explain(const struct load *load, const struct load_result *result, bool color,
		      bool verbose);

/* The number of the instruction that LOG ends at; -1 when it names none. */
long verifier_find_instruction(const char *log);

/* Appends the verifier's own last sentence in LOG. */
void verifier_find_sentence(const char *log, struct buffer *out);

/* What that sentence means for a script's author, and a way out ("" for none). */
const char *verifier_translate(const char *sentence, const char **hint);
