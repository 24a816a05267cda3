/*
 * Complete system: names that are this machine's: files, processes, users, commands.
 */
#pragma once

struct arena;

/* Who takes what could stand in a word's place; NOTE may be NULL. */
struct complete_taker {
	struct arena *arena;		/* texts are from there */
	void (*offer)(void *context, const char *text, const char *note);
	void *context;
};

/*
 * Files whose paths begin with WORD, which may begin with ~/; folders end in a slash, files
 * in BEHIND (""). Hidden ones only where a dot was typed.
 */
void complete_files(const struct complete_taker *taker, const char *word, const char *behind);

/* Processes by their numbers, their commands beside them. */
void complete_processes(const struct complete_taker *taker, const char *word);

/* Users by name. */
void complete_users(const struct complete_taker *taker, const char *word);

/* Programs in PATH, with BEHIND joined on. */
void complete_commands(const struct complete_taker *taker, const char *word, const char *behind);
