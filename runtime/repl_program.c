/*
 * REPL program: compiled beside those that share its maps, loaded with their maps,
 * run, stopped and run again. Nothing here ends the session.
 */
#include "runtime/repl_program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "codegen/request.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/attach.h"
#include "runtime/image.h"
#include "runtime/import.h"
#include "runtime/ledger.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_declared.h"
#include "runtime/repl_map.h"
#include "runtime/row.h"
#include "runtime/sink.h"
#include "runtime/verifier.h"

enum {
	READ_MOST = 1 << 13,		/* records between two looks at the keys */
	/* Bytes: programs come and go here, and the kernel clears what it gives. */
	RING = 4 << 20,
	SMALL_RING = 1 << 20,
};

/* ---- compiling ---- */

/* Does OTHER have a map that TEXT, or a program that is CHOSEN already, speaks of? */
static bool is_related(const struct repl_program *other, const char *text,
		       const struct repl_program *const *chosen, uint32_t chosen_count)
{
	const struct plan *plan = other->is_loaded ? other->load.plan : NULL;

	for (uint32_t i = 0; plan && i < plan->map_count; i++) {
		const struct plan_map *map = &plan->maps[i];

		if (!repl_map_is_users(map))
			continue;
		if (repl_map_is_mentioned(text, map->name))
			return true;
		for (uint32_t j = 0; j < chosen_count; j++)
			if (repl_map_is_mentioned(chosen[j]->text, map->name))
				return true;
	}
	return false;
}

static bool is_chosen(const struct repl_program *other, const struct repl_program *const *chosen,
		      uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (chosen[i] == other)
			return true;
	return false;
}

static uint32_t form_of(const struct repl_program *program)
{
	return program->kind == WHOLE_STATEMENTS ? REQUEST_STATEMENTS : REQUEST_PROGRAM;
}

struct request_script repl_program_script(struct arena *arena, const struct repl_program *program)
{
	struct request_script script = {
		.name = program->number ? arena_printf(arena, "program %u", program->number) :
					  arena_copy_string(arena, "before"),
		.bytes = arena_copy_string(arena, program->text),
		.length = (uint32_t)strlen(program->text), .form = form_of(program),
	};

	return script;
}

/* All that were typed before and that TEXT builds on, in the order of typing. */
static void list_contexts(struct repl_program *program, struct request *request)
{
	struct arena *arena = program->arena;
	const struct repl_program **chosen, *other;
	uint32_t count = 0, before = 1, total = 0;

	for (other = program->repl->programs; other; other = other->next)
		total++;
	chosen = ARENA_NEW_ARRAY(arena, const struct repl_program *, total + 1);
	while (count != before) {
		before = count;
		for (other = program->repl->programs; other; other = other->next)
			if (other != program && other != program->replaces &&
			    !is_chosen(other, chosen, count) &&
			    (other->kind == WHOLE_DECLARATIONS ||
			     is_related(other, program->text, chosen, count)))
				chosen[count++] = other;
	}
	request->contexts = ARENA_NEW_ARRAY(arena, struct request_script, count + 1);
	for (other = program->repl->programs; other; other = other->next)
		if (is_chosen(other, chosen, count))
			request->contexts[request->context_count++] = repl_program_script(arena, other);
}

bool repl_program_compile(struct repl_program *program)
{
	struct repl *repl = program->repl;
	struct request_script script = {
		.name = "prompt", .bytes = (char *)program->text,
		.length = (uint32_t)strlen(program->text), .form = form_of(program),
	};
	struct request request = {
		.script_count = 1, .scripts = &script, .kernel_root = "/", .dump_stages = "",
		.settings = repl->settings.data ? repl->settings.data : "",
		.library = (char *)import_library(program->arena),
		.shares_maps = true, .pid_filter = (uint32_t)repl->pid, .color = repl->color,
		.is_unsafe = repl->is_unsafe, .verbose = repl->verbose, .tracefs_fd = -1, .kallsyms_fd = -1, .root_fd = -1,
	};
	const struct compile_job job = {
		.request = &request, .ask_feature = feature_probe_ask,
		.ask_context = &repl->features, .server = &repl->server,
	};

	list_contexts(program, &request);
	return compile_process_run(program->arena, &job, &program->image) == 0;
}

/* ---- loading ---- */

static struct repl_program *program_new(struct repl *repl, const char *text, enum whole_kind kind)
{
	struct arena *arena = arena_new();
	struct repl_program *program = ARENA_NEW(arena, struct repl_program);

	program->repl = repl;
	program->arena = arena;
	program->kind = kind;
	program->text = arena_copy_string(arena, text);
	program->running.ring.fd = -1;
	return program;
}

static void program_free(struct repl_program *program)
{
	running_close(&program->running);
	if (program->is_open) {
		sink_close(program->events.sink);
		events_release(&program->events);
		rows_close(program->rows);
	}
	if (program->is_loaded)
		load_close(&program->load);
	compile_image_release(&program->image);
	arena_free(program->arena);
}

static bool program_load(struct repl_program *program)
{
	const struct load_sharing sharing = {
		.find_map = repl_map_find_shared, .context = program,
		.ring_most = program->kind == WHOLE_STATEMENTS ? SMALL_RING : RING,
	};
	const struct plan *plan = image_read_plan(program->arena, program->image.bytes,
						  program->image.size);
	struct load_result result;

	if (!plan) {
		message_error("the compiled program cannot be read");
		return false;
	}
	if (!repl_map_check(program, plan))
		return false;
	program->is_loaded = load_image_beside(&program->load, program->arena, &program->image,
					       program->repl->verbose, &sharing, &result);
	if (!program->is_loaded) {
		verifier_explain(&program->load, &result, program->repl->color,
				 program->repl->verbose);
		load_close(&program->load);
		return false;
	}
	repl_map_adopt_generations(program);
	return true;
}

/* Everything that lasts over stops and starts. */
static bool program_open(struct repl_program *program)
{
	struct repl *repl = program->repl;
	const struct sink_options output = {
		.format = repl->format, .buffering = SINK_BUFFER_FULL, .fd = STDOUT_FILENO,
		.is_terminal = true, .render = &program->render,
	};

	program->render = (struct render){
		.live = &program->load.live, .kernel_symbols = repl->kernel_symbols,
		.user_symbols = repl->user_symbols, .mounts = repl->mounts,
		.id_names = repl->id_names, .escape = true,
		.truncated_trailer = "..",
	};
	program->rows = rows_open(program->load.plan);
	program->events = (struct events){
		.live = &program->load.live, .render = &program->render,
		.sink = sink_open(&output), .rows = program->rows, .program_name = "ktrace",
		.cleared = repl_map_note_cleared, .cleared_context = program,
	};
	program->is_open = true;
	program->running = (struct running){
		.load = &program->load, .events = &program->events, .sink = program->events.sink,
		.tracefs_fd = repl->tracefs_fd, .pid = repl->pid, .quiet = true,
		.color = repl->color, .ring = { .fd = -1 },
	};
	return running_open(&program->running);
}

/* ---- running ---- */

static void note_output(struct repl_program *program)
{
	program->repl->is_at_line_start = sink_is_at_line_start(program->events.sink);
}

static bool program_start(struct repl_program *program)
{
	struct running *running = &program->running;

	program->events.exit_requested = false;
	__atomic_store_n(&program->load.live.control->exit_status, 0, __ATOMIC_RELEASE);
	if (!running_run(running, MECHANISM_RUN_BEGIN))
		return false;
	running_read(running, READ_MOST);
	note_output(program);
	if (!running_has_exited(running) && !running_attach(running))
		return false;
	while (!running_has_exited(running) && running_iterate(running)) {
		running_read(running, READ_MOST);
		note_output(program);
	}
	program->state = REPL_RUNNING;
	return true;
}

void repl_program_summarise(struct repl_program *program, struct loss_summary *summary)
{
	struct plan_ledger sum = { 0 };

	if (program->state == REPL_RUNNING) {
		program->running.missed = ledger_count_missed(&program->load,
							      &program->running.attachments);
		ledger_read(&program->load, &sum);
		running_summarise(&program->running, &sum, &program->lost);
	}
	*summary = program->lost;
}

/* Nothing is lost in silence. */
static void say_lost(struct repl_program *program)
{
	struct buffer sentence = { 0 };

	if (!ledger_has_loss(&program->lost))
		return;
	ledger_describe(&program->lost, &sentence);
	if (!program->repl->is_at_line_start)
		message_note("%s", "");
	program->repl->is_at_line_start = true;
	if (program->number)
		message_note("[%u] %s", program->number, sentence.data ? sentence.data : "");
	else
		message_note("%s", sentence.data ? sentence.data : "");
	buffer_release(&sentence);
}

void repl_program_stop(struct repl_program *program)
{
	struct plan_ledger sum;

	if (program->state != REPL_RUNNING)
		return;
	running_stop(&program->running, &sum);
	running_summarise(&program->running, &sum, &program->lost);
	note_output(program);
	program->state = REPL_STOPPED;
	say_lost(program);
}

/* Over at once: nothing waits for anything, or it asked for the end. */
static bool is_over(const struct repl_program *program)
{
	const struct plan *plan = program->load.plan;

	return running_has_exited(&program->running) ||
	       !attach_has_others(plan) ||
	       (!program->running.attachments.count && !attach_has_signal(plan, SIGUSR1) &&
		!attach_has_signal(plan, SIGUSR2));
}

void repl_program_signal(struct repl_program *program, int number)
{
	int error = 0;

	if (program->state == REPL_RUNNING && attach_has_signal(program->load.plan, number))
		error = attach_run_signal(&program->load, number);
	if (error)
		message_error("the kernel does not run the probe of %s: %s", strsignal(number),
			      message_system(error));
}

static void say_started(struct repl_program *program)
{
	unsigned probes = running_count_probes(&program->running);

	if (is_over(program)) {
		repl_program_stop(program);
		message_note("[%u] has run", program->number);
	} else {
		message_note("[%u] %u probe%s attached", program->number, probes,
			     probes == 1 ? "" : "s");
	}
}

bool repl_program_start(struct repl_program *program)
{
	if (program->state == REPL_RUNNING)
		return true;
	program->running.attachments = (struct attachments){ 0 };
	if (!program_start(program))
		return false;
	say_started(program);
	return true;
}

bool repl_program_read(struct repl_program *program)
{
	struct running *running = &program->running;
	bool has_read;

	if (program->state != REPL_RUNNING)
		return false;
	has_read = running_read(running, READ_MOST) > 0;
	if (program->events.has_free_places)
		events_sweep(&program->events);
	if (has_read)
		note_output(program);
	if (!running_has_exited(running))
		return has_read;
	repl_program_stop(program);
	if (!program->repl->is_at_line_start)
		message_note("%s", "");
	program->repl->is_at_line_start = true;
	message_note("[%u] has ended", program->number);
	return true;
}

/* ---- the list ---- */

static void list_append(struct repl_program *program)
{
	*program->repl->programs_end = program;
	program->repl->programs_end = &program->next;
}

static void list_remove(struct repl_program *program)
{
	struct repl_program **link = &program->repl->programs;

	while (*link != program)
		link = &(*link)->next;
	*link = program->next;
	if (program->repl->programs_end == &program->next)
		program->repl->programs_end = link;
}

/* Compiled, loaded, and not in the list yet; NULL after saying why. */
static struct repl_program *program_make(struct repl *repl, const char *text, enum whole_kind kind,
					 const struct repl_program *replaces)
{
	struct repl_program *program = program_new(repl, text, kind);

	program->replaces = replaces;
	if (repl_program_compile(program) && program_load(program) && program_open(program))
		return program;
	program_free(program);
	return NULL;
}

struct repl_program *repl_program_add(struct repl *repl, const char *text, unsigned number)
{
	struct repl_program *program = program_make(repl, text, WHOLE_PROGRAM, NULL);

	if (!program)
		return NULL;
	program->number = number ? number : repl->next_number;
	if (!program_start(program)) {
		program_free(program);
		return NULL;
	}
	if (program->number >= repl->next_number)
		repl->next_number = program->number + 1;
	list_append(program);
	say_started(program);
	return program;
}

bool repl_program_replace(struct repl_program *program, const char *text)
{
	struct repl *repl = program->repl;
	struct repl_program *new = program_make(repl, text, WHOLE_PROGRAM, program), **link;

	if (!new)
		return false;
	new->number = program->number;
	repl_program_stop(program);
	if (!program_start(new)) {
		program_free(new);
		message_note("[%u] is stopped; :start %u starts it again", program->number,
			     program->number);
		return false;
	}
	new->replaces = NULL;
	for (link = &repl->programs; *link != program; link = &(*link)->next)
		;
	*link = new;
	new->next = program->next;
	if (repl->programs_end == &program->next)
		repl->programs_end = &new->next;
	program_free(program);
	say_started(new);
	return true;
}

struct repl_program *repl_program_find(struct repl *repl, unsigned number)
{
	struct repl_program *program;

	for (program = repl->programs; program; program = program->next)
		if (program->number == number && number)
			return program;
	return NULL;
}

void repl_program_delete(struct repl_program *program)
{
	repl_program_stop(program);
	list_remove(program);
	program_free(program);
}

void repl_program_delete_all(struct repl *repl)
{
	while (repl->programs)
		repl_program_delete(repl->programs);
}

/* ---- statements and declarations ---- */

/* Has it made a map that nobody else has? */
static bool has_own_map(struct repl_program *program)
{
	const struct plan *plan = program->load.plan;
	uint32_t index;

	for (uint32_t i = 0; i < plan->map_count; i++)
		if (repl_map_is_users(&plan->maps[i]) &&
		    !repl_map_find(program->repl, plan->maps[i].name, &index))
			return true;
	return false;
}

/* "@x" alone: what is there is shown without asking the kernel to send it. */
static bool show_map(struct repl *repl, const char *text)
{
	size_t length = strlen(text);
	struct repl_program *owner;
	uint32_t index;
	char *name;

	while (length && strchr(" \t\n;", text[length - 1]))
		length--;
	text += strspn(text, " \t");
	name = text[0] == '@' ? strndup(text, length) : NULL;
	owner = name ? repl_map_find(repl, name, &index) : NULL;
	free(name);
	if (!owner)
		return false;
	events_print_map(&owner->events, index);
	sink_flush(owner->events.sink);
	return true;
}

void repl_program_evaluate(struct repl *repl, const char *text)
{
	struct repl_program *program;

	if (show_map(repl, text))
		return;
	program = program_make(repl, text, WHOLE_STATEMENTS, NULL);

	if (!program)
		return;
	if (program_start(program))
		repl_program_stop(program);
	if (program->state == REPL_STOPPED && has_own_map(program)) {
		program->state = REPL_KEPT;
		running_close(&program->running);
		list_append(program);
	} else {
		program_free(program);
	}
}

bool repl_program_try(struct repl *repl, const char *text)
{
	struct repl_program *program = program_new(repl, text, WHOLE_PROGRAM);
	bool is_good = repl_program_compile(program);

	program_free(program);
	return is_good;
}

/* What has its name already makes room. */
static void keep(struct repl_program *program, struct repl_program *old)
{
	compile_image_release(&program->image);
	program->replaces = NULL;
	if (old)
		repl_program_delete(old);
	program->state = REPL_KEPT;
	list_append(program);
}

void repl_program_declare(struct repl *repl, const char *text)
{
	struct repl_program *program = program_new(repl, text, WHOLE_DECLARATIONS);
	char *name = repl_declared_name(text);
	struct repl_program *old = name ? repl_declared_find(repl, name) : NULL;
	const struct plan *plan;

	free(name);
	program->replaces = old;
	if (!repl_program_compile(program)) {
		program_free(program);
		return;
	}
	plan = image_read_plan(program->arena, program->image.bytes, program->image.size);
	if (plan && plan->program_count) {
		/* What it imports has probes. */
		program_free(program);
		repl_program_add(repl, text, 0);
		return;
	}
	keep(program, old);
}
