/*
 * Check: one compiler process for each kernel, which compiles all scripts for it, so
 * that a kernel's types and symbols are read once; as many at a time as there are
 * processors.
 */
#include "runtime/check.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "codegen/report.h"
#include "codegen/target/kernel_file.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/check_show.h"
#include "runtime/compile_process.h"
#include "runtime/feature_probe.h"
#include "runtime/import.h"
#include "runtime/kernel_name.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/privilege.h"
#include "runtime/script.h"
#include "runtime/tracefs.h"

enum { MOST_WORKERS = 64 };

struct check {
	struct arena *arena;
	const struct options *options;
	struct check_table table;
	struct request_script *scripts;
	int tracefs_fd, kallsyms_fd;	/* for the running kernel; less than 0 */
	atomic_uint next_kernel;
};

struct worker {
	struct check *check;
	struct arena *arena;
	pthread_t thread;
	bool is_running;
};

/* ---- compiling ---- */

static bool is_running_kernel(const struct check_kernel *kernel)
{
	return !strcmp(kernel->path, "/");
}

/* Leaves kernel->reports NULL, a sentence having been said, when the compiler failed. */
static void check_kernel(struct check *check, struct arena *arena, struct check_kernel *kernel)
{
	bool is_here = is_running_kernel(kernel);
	struct feature_probe features = { { false }, { 0 } };
	struct request request = {
		.script_count = check->table.script_count, .scripts = check->scripts,
		.library = (char *)import_library(arena),
		.kernel_root = (char *)kernel->path, .dump_stages = "", .settings = "",
		.color = check->table.color, .wants_reports = true, .is_unsafe = true,
		.tracefs_fd = is_here && check->tracefs_fd >= 0 ? check->tracefs_fd : -1,
		.kallsyms_fd = is_here && check->kallsyms_fd >= 0 ? check->kallsyms_fd : -1,
		.root_fd = -1,
	};
	const struct compile_job job = {
		.request = &request, .ask_feature = is_here ? feature_probe_ask : NULL,
		.ask_context = &features,
	};
	struct compile_image image;
	uint32_t count = 0;

	if (!compile_process_run(arena, &job, &image))
		kernel->reports = report_read(arena, image.bytes, image.size, &count);
	if (count != check->table.script_count)
		kernel->reports = NULL;
	compile_image_release(&image);
}

/* Takes kernels until none is left. */
static void *work(void *argument)
{
	struct worker *worker = argument;
	struct check *check = worker->check;
	unsigned kernel;

	while ((kernel = atomic_fetch_add(&check->next_kernel, 1)) < check->table.kernel_count)
		check_kernel(check, worker->arena, &check->table.kernels[kernel]);
	return NULL;
}

static unsigned worker_count(const struct check *check)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	if (count < 1)
		count = 1;
	if (count > MOST_WORKERS)
		count = MOST_WORKERS;
	return (uint32_t)count < check->table.kernel_count ? (unsigned)count :
							     check->table.kernel_count;
}

/* The workers' arenas hold the reports, and are freed by who has shown them. */
static void compile_all(struct check *check, struct worker *workers, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		workers[i] = (struct worker){ .check = check, .arena = arena_new() };
		workers[i].is_running = i && !pthread_create(&workers[i].thread, NULL, work,
							     &workers[i]);
	}
	work(&workers[0]);
	for (unsigned i = 0; i < count; i++)
		if (workers[i].is_running)
			pthread_join(workers[i].thread, NULL);
}

/* ---- what is checked ---- */

static bool read_scripts(struct check *check)
{
	const struct options *options = check->options;
	struct request_script *scripts;

	scripts = ARENA_NEW_ARRAY(check->arena, struct request_script, options->word_count + 1);
	check->scripts = scripts;
	check->table.scripts = scripts;
	if (options->program)
		script_take_text(check->arena, options->program,
				 &scripts[check->table.script_count++]);
	for (int i = 0; i < options->word_count; i++)
		if (script_read_word(check->arena, options->words[i],
				     &scripts[check->table.script_count++]))
			return false;
	return true;
}

/* Two kernels of one release are told apart by where they are. */
static void tell_apart(struct check *check)
{
	struct check_table *table = &check->table;
	const char **names = ARENA_NEW_ARRAY(check->arena, const char *, table->kernel_count + 1);

	for (uint32_t i = 0; i < table->kernel_count; i++) {
		names[i] = table->kernels[i].name;
		for (uint32_t j = 0; j < table->kernel_count; j++)
			if (i != j && !strcmp(table->kernels[i].name, table->kernels[j].name))
				names[i] = table->kernels[i].path;
	}
	for (uint32_t i = 0; i < table->kernel_count; i++)
		table->kernels[i].name = names[i];
}

static bool open_kernels(struct check *check)
{
	const struct options *options = check->options;
	struct check_table *table = &check->table;

	table->kernels = ARENA_NEW_ARRAY(check->arena, struct check_kernel,
					 options->kernel_count + 1);
	for (int i = 0; i < options->kernel_count || !table->kernel_count; i++) {
		const char *path = options->kernel_count ? options->kernels[i] : "/";
		struct kernel_files *files = kernel_files_open(check->arena, path, -1, -1);
		const char *problem = kernel_files_problem(files);

		if (problem)
			message_error("%s", problem);
		else
			table->kernels[table->kernel_count++] = (struct check_kernel){
				.path = path, .name = kernel_name(check->arena, files, path),
			};
		kernel_files_close(files);
		if (problem)
			return false;
	}
	tell_apart(check);
	return true;
}

/* What only a system call can tell is told to root. */
static bool open_running_kernel(struct check *check)
{
	bool is_wanted = false;

	for (uint32_t i = 0; i < check->table.kernel_count; i++)
		is_wanted |= is_running_kernel(&check->table.kernels[i]);
	if (!is_wanted)
		return true;
	if (!privilege_is_enough()) {
		message_error("to check for the running kernel takes root; others are named with "
			      "--kernel, and ktrace --snapshot makes their files");
		return false;
	}
	check->tracefs_fd = tracefs_open(TRACEFS_TRACE, NULL);
	check->kallsyms_fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	return true;
}

/* ---- the whole ---- */

static int show(struct check *check, int output_fd)
{
	const struct check_table *table = &check->table;
	struct buffer text = { 0 };
	int status = 0;

	if (check->options->format == SINK_JSON)
		check_show_json(table, &text);
	else
		check_show_text(table, &text);
	if (output_write(output_fd, &text))
		status = 1;
	buffer_release(&text);
	for (uint32_t script = 0; script < table->script_count; script++)
		for (uint32_t kernel = 0; kernel < table->kernel_count; kernel++)
			if (!check_show_is_good(table, script, kernel))
				status = 1;
	return status;
}

static int check_and_show(struct check *check, int output_fd)
{
	unsigned count = worker_count(check);
	struct worker *workers = ARENA_NEW_ARRAY(check->arena, struct worker, count);
	int status;

	compile_all(check, workers, count);
	status = show(check, output_fd);
	for (unsigned i = 0; i < count; i++)
		arena_free(workers[i].arena);
	return status;
}

int check_run(struct arena *arena, const struct options *options)
{
	struct check check = {
		.arena = arena, .options = options, .tracefs_fd = -1, .kallsyms_fd = -1,
	};
	int output_fd, status = 1;

	if (!read_scripts(&check) || !open_kernels(&check))
		return 2;
	if (!open_running_kernel(&check))
		return 1;
	output_fd = output_open(options->output);
	if (output_fd >= 0) {
		check.table.arena = arena;
		check.table.width = output_width(output_fd);
		check.table.color = output_wants_color(output_fd) && options->format == SINK_TEXT;
		status = check_and_show(&check, output_fd);
	}
	if (output_fd > STDERR_FILENO)
		close(output_fd);
	if (check.kallsyms_fd >= 0)
		close(check.kallsyms_fd);
	if (check.tracefs_fd >= 0)
		close(check.tracefs_fd);
	return status;
}
