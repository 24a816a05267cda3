/*
 * REPL setting: what :set sets.
 */
#pragma once

struct repl;

/* Sets NAME to VALUE; either may be "" or NULL: what there is is shown. What is wrong is said. */
void repl_setting_set(struct repl *repl, const char *name, const char *value);

/* Visits the settings, each with what it does; and what is told of the values of one. */
void repl_setting_visit(void (*visit)(void *context, const char *name, const char *doc),
			void *context);

/* "text|json", "N": what NAME takes; "" when there is no such setting. */
const char *repl_setting_values(const char *name);
