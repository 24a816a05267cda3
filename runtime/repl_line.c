/*
 * REPL line: readline is driven by whoever waits for input, so that output can come
 * between two keys. Its callbacks carry no context: the one line at the terminal is
 * known to this file.
 */
#include "runtime/repl_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "lexer/buffer.h"
#include "runtime/repl_complete.h"
#include "runtime/repl_history.h"

#define PROMPT "ktrace> "
#define PROMPT_MORE "   ...> "
/* What readline has to be told of bytes that take no room. */
#define BOLD "\001\033[1m\002"
#define DIM "\001\033[2m\002"
#define PLAIN "\001\033[0m\002"

struct repl_line {
	struct repl_line_options options;
	struct repl_history *history;
	bool is_continued;
	bool is_hidden;
	bool has_ended;
};

/* readline has no other way to tell its callbacks whose they are. */
static struct repl_line *at_terminal;

static const char *prompt_of(const struct repl_line *line)
{
	if (!line->options.color)
		return line->is_continued ? PROMPT_MORE : PROMPT;
	return line->is_continued ? DIM PROMPT_MORE PLAIN : BOLD PROMPT PLAIN;
}

/* What is typed while something runs is kept as it is, and not shown before its prompt is. */
static void run_silently(struct repl_line *line, const char *text)
{
	struct termios before, silent;
	bool is_known = tcgetattr(STDIN_FILENO, &before) == 0;

	if (is_known) {
		silent = before;
		silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
		tcsetattr(STDIN_FILENO, TCSADRAIN, &silent);
	}
	line->options.entered(line->options.context, text);
	if (is_known)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
}

static void take_line(char *text)
{
	struct repl_line *line = at_terminal;

	if (!text) {
		line->has_ended = true;
		rl_callback_handler_remove();
		fputc('\n', rl_outstream);
		fflush(rl_outstream);
	}
	run_silently(line, text);
	free(text);
	/* readline shows the prompt when this returns. */
	line->is_hidden = false;
	if (!line->has_ended)
		rl_set_prompt(prompt_of(line));
}

/* ---- completion ---- */

static unsigned terminal_width(unsigned *rows)
{
	int height, width;

	rl_get_screen_size(&height, &width);
	*rows = height > 4 ? (unsigned)height : 24;
	return width > 10 ? (unsigned)width : 80;
}

static void print_candidates(const struct complete_list *list)
{
	struct buffer text = { 0 };
	int point = rl_point;
	unsigned rows, columns = terminal_width(&rows);

	complete_list_print(list, columns, rows > 6 ? rows - 4 : 3, &text);
	/* What was typed stays to be seen above. */
	rl_point = rl_end;
	rl_redisplay();
	fputc('\n', rl_outstream);
	fwrite(text.data, 1, text.length, rl_outstream);
	rl_point = point;
	rl_on_new_line();
	rl_redisplay();
	buffer_release(&text);
}

/* Puts TEXT in the place of what stands between START and the cursor. */
static void replace_word(unsigned start, const char *text, size_t length)
{
	char *copy = strndup(text, length);

	rl_begin_undo_group();
	rl_delete_text((int)start, rl_point);
	rl_point = (int)start;
	if (copy)
		rl_insert_text(copy);
	rl_end_undo_group();
	free(copy);
}

static int complete(int count, int key)
{
	struct repl_line *line = at_terminal;
	struct buffer answer = { 0 };
	struct complete_list list;
	size_t common;

	(void)key;
	if (strspn(rl_line_buffer, " \t") >= (size_t)rl_point && line->is_continued)
		return rl_insert(count, '\t');
	line->options.complete(line->options.context, rl_line_buffer, (unsigned)rl_point, &answer);
	if (!complete_list_read(&list, &answer) || !list.count ||
	    list.start > (unsigned)rl_point) {
		rl_ding();
	} else {
		common = complete_list_common(&list);
		if (list.count == 1 || common > (unsigned)rl_point - list.start)
			replace_word(list.start, list.items[0].text, common);
		else
			print_candidates(&list);
	}
	complete_list_release(&list);
	buffer_release(&answer);
	return 0;
}

/* ---- the line ---- */

static void remember_old(const char *entry)
{
	add_history(entry);
}

struct repl_line *repl_line_open(const struct repl_line_options *options)
{
	struct repl_line *line = calloc(1, sizeof(*line));

	if (!line)
		abort();
	line->options = *options;
	at_terminal = line;
	/* Signals are this program's business: it waits for more than keys. */
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_readline_name = "ktrace";
	rl_variable_bind("enable-bracketed-paste", "on");
	rl_initialize();
	using_history();
	stifle_history(2000);
	line->history = repl_history_open(remember_old);
	rl_bind_key('\t', complete);
	rl_callback_handler_install(prompt_of(line), take_line);
	return line;
}

void repl_line_close(struct repl_line *line)
{
	if (!line)
		return;
	if (!line->has_ended) {
		rl_callback_handler_remove();
		fputc('\n', rl_outstream);
		fflush(rl_outstream);
	}
	repl_history_close(line->history);
	clear_history();
	at_terminal = NULL;
	free(line);
}

void repl_line_read(struct repl_line *line)
{
	if (!line->has_ended)
		rl_callback_read_char();
}

void repl_line_hide(struct repl_line *line)
{
	if (line->is_hidden || line->has_ended)
		return;
	line->is_hidden = true;
	rl_clear_visible_line();
	fflush(rl_outstream);
}

void repl_line_show(struct repl_line *line)
{
	if (!line->is_hidden || line->has_ended)
		return;
	line->is_hidden = false;
	rl_on_new_line();
	rl_redisplay();
}

void repl_line_cancel(struct repl_line *line)
{
	if (line->has_ended)
		return;
	repl_line_show(line);
	rl_free_line_state();
	rl_callback_sigcleanup();
	fputs("^C\n", rl_outstream);
	rl_replace_line("", 1);
	line->is_continued = false;
	rl_set_prompt(prompt_of(line));
	rl_on_new_line();
	rl_redisplay();
}

void repl_line_continue(struct repl_line *line, bool is_continued)
{
	line->is_continued = is_continued;
}

void repl_line_color(struct repl_line *line, bool color)
{
	line->options.color = color;
}

void repl_line_resize(struct repl_line *line)
{
	(void)line;
	rl_resize_terminal();
}

void repl_line_fill(struct repl_line *line, const char *text)
{
	repl_line_hide(line);
	rl_replace_line(text, 1);
	rl_point = rl_end;
	repl_line_show(line);
}

void repl_line_remember(struct repl_line *line, const char *text)
{
	const HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) :
						  NULL;

	if (!last || strcmp(last->line, text)) {
		add_history(text);
		repl_history_add(line->history, text);
	}
	rl_point = 0;
}
