/*
 * Message: one sentence to the user that belongs to no place in the script.
 * Standard error; standard output is the script's.
 */
#pragma once

void message_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void message_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Without a level: what was attached, what was lost. */
void message_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The system's words for ERROR, an errno of either sign. */
const char *message_system(int error);
