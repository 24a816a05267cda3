/*
 * REPL watch: a map shown in place, again and again, until a key is pressed.
 */
#pragma once

struct repl;

/* Shows the map NAME ("@x") every MILLISECONDS from now on; what is wrong is said. */
void repl_watch_start(struct repl *repl, const char *name, unsigned milliseconds);
void repl_watch_stop(struct repl *repl);

/* How long to wait at most, TIMEOUT being what others want (-1: without end). */
int repl_watch_timeout(const struct repl *repl, int timeout);

/* Shows it if it is time. */
void repl_watch_show(struct repl *repl);

/* Something else is about to be printed: the next showing begins below it. */
void repl_watch_note_output(struct repl *repl);
