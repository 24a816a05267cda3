/*
 * Complete: what could stand at the end of a text that somebody is typing.
 */
#pragma once

struct buffer;
struct compile_options;

/*
 * Appends the answer for the request's only script, which ends at the cursor: a line with the
 * offset where the word at hand begins, then a line for each candidate, in order; its note
 * follows a tab. If the request has arguments, the script is whole, and it is the last argument
 * that is completed.
 */
void complete_answer(const struct compile_options *options, struct buffer *out);
