/*
 * Complete words: what the last word of a ktrace command line could become.
 */
#pragma once

struct arena;
struct buffer;
struct builtin_library;

/* What stands behind `ktrace`; the last word, which may be "", is the one being typed. */
struct complete_words {
	struct arena *arena;
	const struct builtin_library *library;
	char **words;
	unsigned count;
};

/* Appends the answer in the form of complete_list_read, from the last word's start. */
void complete_words_answer(const struct complete_words *words, struct buffer *out);

/* The same where the name of a topic of --help, or of a kernel function, is wanted. */
void complete_words_topics(const struct complete_words *words, struct buffer *out);
void complete_words_kfuncs(const struct complete_words *words, struct buffer *out);

/* The same where a file is wanted. */
void complete_words_files(const struct complete_words *words, struct buffer *out);
