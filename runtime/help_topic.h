/*
 * Help topic: what `--help TOPIC` tells of one name of the language or the command line.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;
struct builtin_library;

/*
 * Appends what the rows of builtins, probe kinds, keywords, settings, kernel functions and
 * options say of TOPIC; false if none has it.
 */
bool help_topic_print(const struct builtin_library *library, const char *topic,
		      struct buffer *out);

/* Visits the names of all these and of the scripts, each with its sentence. */
void help_topic_visit(struct arena *arena, const struct builtin_library *library,
		      void (*visit)(void *context, const char *name, const char *doc),
		      void *context);

/* The name nearest to TOPIC of all these and of the scripts, in ARENA; NULL when none is near. */
const char *help_topic_suggest(struct arena *arena, const struct builtin_library *library,
			       const char *topic);
