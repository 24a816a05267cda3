/*
 * ktrace: joins everything. Options, the script's text, the compiler process,
 * loading and the session, in this order; each step says itself what went wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "codegen/request.h"
#include "codegen/target/kernel_file.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"
#include "runtime/cache.h"
#include "runtime/check.h"
#include "runtime/child.h"
#include "runtime/complete_command.h"
#include "runtime/compile_process.h"
#include "runtime/events.h"
#include "runtime/feature_probe.h"
#include "runtime/help_topic.h"
#include "runtime/image.h"
#include "runtime/id_names.h"
#include "runtime/import.h"
#include "runtime/info.h"
#include "runtime/kernel_name.h"
#include "runtime/kfunc_list.h"
#include "runtime/list.h"
#include "runtime/load.h"
#include "runtime/mapped_files.h"
#include "runtime/message.h"
#include "runtime/mount_path.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/plan_show.h"
#include "runtime/privilege.h"
#include "runtime/render.h"
#include "runtime/repl.h"
#include "runtime/row.h"
#include "runtime/save_kernel.h"
#include "runtime/script.h"
#include "runtime/script_find.h"
#include "runtime/selftest.h"
#include "runtime/session.h"
#include "runtime/sink.h"
#include "runtime/symbols.h"
#include "runtime/tracefs.h"
#include "runtime/verifier.h"
#include "stdlib/library.h"

enum { STATUS_ERROR = 1, STATUS_USAGE = 2 };

/* What one run holds; everything in it is released at its end. */
struct run {
	struct arena *arena;
	const struct options *options;
	struct script script;
	struct feature_probe features;
	struct child child;
	struct child *command;		/* the child if there is one */
	struct request request;		/* what was compiled */
	struct compile_image image;
	struct load load;
	int tracefs_fd, kallsyms_fd, output_fd;
	int root_fd;			/* of -p PID, if it is not ours */
	bool color;
};

static bool is_compile_only(const struct options *options)
{
	return options->plan || options->stages[0] || strcmp(options->kernel, "/");
}

/* Descriptors 0 to 2 that were closed would be taken by files that nobody should write to. */
static bool open_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/*
 * The root of a process that has another one than we have. Its compiler, which holds
 * no capability, could not open it.
 */
static int open_root(int pid)
{
	char path[32];
	struct stat ours, theirs;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/root", pid);
	fd = pid > 0 ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	if (fd < 0)
		return -1;
	if (!fstat(fd, &theirs) && !stat("/", &ours) && theirs.st_dev == ours.st_dev &&
	    theirs.st_ino == ours.st_ino) {
		close(fd);
		return -1;
	}
	return fd;
}

static void open_kernel_files(struct run *run)
{
	run->tracefs_fd = run->kallsyms_fd = -1;
	if (strcmp(run->options->kernel, "/"))
		return;
	/* What is missing shows in the compiler when it is needed, with its place. */
	run->tracefs_fd = tracefs_open(TRACEFS_TRACE, NULL);
	run->root_fd = open_root(run->options->pid);
	run->kallsyms_fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
}

static bool check_process(const struct options *options)
{
	if (!options->pid || !kill(options->pid, 0) || errno == EPERM)
		return true;
	message_error("there is no process %d", options->pid);
	return false;
}

/* ---- compiling ---- */

static int compile(struct run *run)
{
	const struct options *options = run->options;
	struct request request = {
		.script_count = 1,
		.scripts = &run->script.text,
		.arguments = run->script.arguments,
		.argument_count = run->script.argument_count,
		.library = (char *)import_library(run->arena),
		.kernel_root = (char *)options->kernel,
		.pid_filter = (uint32_t)options->pid,
		.mapped_files = mapped_files_list(run->arena, options->pid),
		.is_unsafe = options->unsafe,
		.child_pid = run->command ? (uint32_t)run->command->pid : 0,
		.dump_stages = (char *)options->stages,
		.color = run->color,
		.verbose = options->verbose,
		.dry_run = run->script.wants_help || (is_compile_only(options) && !options->plan),
		.wants_help = run->script.wants_help,
		.tracefs_fd = run->tracefs_fd < 0 ? -1 : run->tracefs_fd,
		.kallsyms_fd = run->kallsyms_fd < 0 ? -1 : run->kallsyms_fd,
		.root_fd = run->root_fd,
	};
	const struct compile_job job = {
		.request = &request,
		.ask_feature = strcmp(options->kernel, "/") ? NULL : feature_probe_ask,
		.ask_context = &run->features,
		.use_cache = !options->no_cache && !options->verbose && !run->command &&
			     !*options->stages && !is_compile_only(options) &&
			     !run->script.wants_help,
	};

	run->request = request;
	return compile_process_run(run->arena, &job, &run->image);
}

/* What the kernel has accepted once is kept for the next time. */
static void keep_image(struct run *run)
{
	if (run->image.is_new)
		cache_store(&run->request, run->image.compiler, run->load.plan, run->image.bytes,
			    run->image.size);
}

/* ---- running ---- */

/* Does any value need a process's mappings while it is still there? */
static bool layout_has_user_symbols(const struct layout *layout)
{
	if (layout->kind == LAYOUT_USER_SYMBOL || (layout->kind == LAYOUT_STACK && layout->is_user))
		return true;
	for (uint32_t i = 0; i < layout->child_count; i++)
		if (layout_has_user_symbols(&layout->children[i]))
			return true;
	return false;
}

static bool plan_has_user_symbols(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (layout_has_user_symbols(&plan->maps[i].key) ||
		    layout_has_user_symbols(&plan->maps[i].value))
			return true;
	for (uint32_t i = 0; i < plan->event_count; i++)
		for (uint32_t j = 0; j < plan->events[i].value_count; j++)
			if (layout_has_user_symbols(&plan->events[i].values[j]))
				return true;
	return false;
}

static int run_session(struct run *run, struct render *render)
{
	const struct options *options = run->options;
	struct sink_options output = {
		.format = options->format, .buffering = options->buffering, .fd = run->output_fd,
		.aside_fd = STDERR_FILENO,
		.is_terminal = isatty(run->output_fd), .no_header = options->quiet,
		.render = render,
	};
	struct rows *rows = rows_open(run->load.plan);
	struct events events = {
		.live = &run->load.live, .render = render, .sink = sink_open(&output),
		.rows = rows,
		.program_name = "ktrace", .no_warnings = options->no_warnings,
	};
	const struct session_options session = {
		.load = &run->load, .events = &events, .sink = events.sink, .child = run->command,
		.command = options->command, .pid = options->pid, .tracefs_fd = run->tracefs_fd,
		.output_fd = run->output_fd, .quiet = options->quiet, .color = run->color,
		.fail_on_loss = options->fail_on_loss,
		.user_symbols = run->command && plan_has_user_symbols(run->load.plan) ?
				render->user_symbols : NULL,
	};
	int status = session_run(&session);

	sink_close(events.sink);
	events_release(&events);
	rows_close(rows);
	return status;
}

static int run_loaded(struct run *run)
{
	struct render render = {
		.live = &run->load.live,
		.kernel_symbols = kernel_symbols_open(-1),
		.user_symbols = user_symbols_open(run->load.plan->settings.cpp_demangle),
		.mounts = mounts_open(),
		.id_names = id_names_open(),
		.escape = isatty(run->output_fd),
		.truncated_trailer = "..",
	};
	int status;

	if (run->options->pid && plan_has_user_symbols(run->load.plan))
		user_symbols_note_process(render.user_symbols, run->options->pid);
	status = run_session(run, &render);
	id_names_close(render.id_names);
	mounts_close(render.mounts);
	user_symbols_close(render.user_symbols);
	kernel_symbols_close(render.kernel_symbols);
	return status;
}

static int load_and_run(struct run *run)
{
	struct load_result result;
	int status = 0;

	if (!load_image(&run->load, run->arena, &run->image, run->options->verbose, &result)) {
		verifier_explain(&run->load, &result, run->color, run->options->verbose);
		status = STATUS_ERROR;
	} else {
		keep_image(run);
		if (!run->options->dry_run)
			status = run_loaded(run);
	}
	load_close(&run->load);
	return status;
}

static bool open_output(struct run *run)
{
	run->output_fd = output_open(run->options->output);
	return run->output_fd >= 0;
}

/* As many descriptors as the system allows: each probe may need one. */
static void raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == limit.rlim_max)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* What only a system call can tell is told to root. */
static bool prepare_plan(struct run *run)
{
	const struct options *options = run->options;

	return open_output(run) && (strcmp(options->kernel, "/") || privilege_check());
}

static int show_plan(struct run *run)
{
	const struct options *options = run->options;
	struct plan_show show = {
		.arena = run->arena, .kernel_path = options->kernel,
		.plan = image_read_plan(run->arena, run->image.bytes, run->image.size),
		.width = output_width(run->output_fd),
	};
	struct kernel_files *files = kernel_files_open(run->arena, options->kernel, -1, -1);
	struct buffer text = { 0 };
	int error;

	show.kernel = kernel_name(run->arena, files, options->kernel);
	kernel_files_close(files);
	if (!show.plan) {
		message_error("the compiled program cannot be read");
		return STATUS_ERROR;
	}
	(options->format == SINK_JSON ? plan_show_json : plan_show_text)(&show, &text);
	error = output_write(run->output_fd, &text);
	buffer_release(&text);
	return error ? STATUS_ERROR : 0;
}

static bool prepare(struct run *run)
{
	const struct options *options = run->options;

	if (script_read(run->arena, options, &run->script))
		return false;
	if (run->script.wants_help)
		return true;
	if (is_compile_only(options))
		return !options->plan || prepare_plan(run);
	if (selftest_is_wanted(run->arena, &run->script)) {
		selftest_become(run->arena, &run->script);
		return false;
	}
	if (!privilege_check() || !check_process(options) || !open_output(run))
		return false;
	if (!options->command)
		return true;
	if (child_start(&run->child, run->arena, options->command))
		return false;
	run->command = &run->child;
	return true;
}

static void close_fd(int fd)
{
	if (fd > STDERR_FILENO)
		close(fd);
}

static int run_script(struct arena *arena, const struct options *options)
{
	struct run run = {
		.arena = arena, .options = options, .tracefs_fd = -1, .kallsyms_fd = -1, .root_fd = -1,
		.output_fd = -1, .color = output_wants_color(STDERR_FILENO),
		.child = { .pid = -1, .gate_fd = -1, .report_fd = -1, .pid_fd = -1 },
	};
	int status = STATUS_ERROR;

	if (prepare(&run)) {
		open_kernel_files(&run);
		status = compile(&run);
		if (!status && !run.script.wants_help) {
			raise_file_limit();
			status = options->plan ? show_plan(&run) :
				 is_compile_only(options) ? 0 : load_and_run(&run);
		}
	}
	compile_image_release(&run.image);
	child_finish(&run.child);
	close_fd(run.kallsyms_fd);
	close_fd(run.root_fd);
	close_fd(run.tracefs_fd);
	close_fd(run.output_fd);
	return status;
}

/* Writes the list out; an empty one gets a sentence beside it. 0 or -errno. */
static int write_list(const char *text, size_t length, const char *pattern, const char *near,
		      int tracefs_status)
{
	if (!length && tracefs_status) {
		message_error("nothing here matches %s (tracepoints and functions are listed in "
			      "tracefs, which only root can read)", pattern ? pattern : "*");
		return tracefs_status;
	}
	if (!length)	/* as in bpftrace, no error: a script may just want to know */
		message_note("nothing here matches %s%s%s%s", pattern ? pattern : "*",
			     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	if (fwrite(text, 1, length, stdout) == length && !fflush(stdout))
		return 0;
	if (errno == EPIPE)
		return 0;
	message_error("cannot write the output: %s", message_system(errno));
	return -EIO;
}

static int run_list(struct arena *arena, const struct options *options)
{
	struct feature_probe features = { { false }, { 0 } };
	bool here = !strcmp(options->kernel, "/");
	struct target_source source = {
		.root = options->kernel,
		.tracefs_fd = here ? tracefs_open(TRACEFS_TRACE, NULL) : -1,
		.kallsyms_fd = -1,
		.ask_feature = here ? feature_probe_ask : NULL,
		.ask_context = &features,
	};
	const struct list_options wanted = {
		.pid = options->pid, .verbose = options->verbose,
		.is_json = options->format == SINK_JSON,
	};
	const char *pattern = options->word_count ? options->words[0] : NULL;
	struct target *target;
	char *text = NULL;
	size_t length = 0;
	FILE *list = open_memstream(&text, &length);
	int error;

	if (!list)
		return STATUS_ERROR;
	if (here && source.tracefs_fd < 0)
		source.tracefs_fd = -1;
	target = target_open(arena, &source);
	if (target_problem(target)) {
		message_error("%s", target_problem(target));
		fclose(list);
		free(text);
		target_close(target);
		return STATUS_ERROR;
	}
	error = list_probes(target, pattern, &wanted, list);
	fclose(list);
	if (error)
		message_error("cannot list %s: %s", pattern ? pattern : "probes",
			      message_system(error));
	else
		error = write_list(text, length, pattern,
				   length ? NULL : list_suggest(arena, target, pattern),
				   target_tracefs_status(target));
	free(text);
	target_close(target);
	close_fd(source.tracefs_fd);
	return error ? STATUS_ERROR : 0;
}

static int run_kfuncs(struct arena *arena, const struct options *options)
{
	struct feature_probe features = { { false }, { 0 } };
	bool here = !strcmp(options->kernel, "/");
	struct target_source source = {
		.root = options->kernel, .tracefs_fd = -1, .kallsyms_fd = -1,
		.ask_feature = here ? feature_probe_ask : NULL, .ask_context = &features,
	};
	const char *pattern = options->word_count ? options->words[0] : NULL;
	struct target *target = target_open(arena, &source);
	struct buffer text = { 0 };
	int error = 0;

	if (target_problem(target)) {
		message_error("%s", target_problem(target));
		error = -EINVAL;
	} else if (target_btf_status(target)) {
		message_error("the kernel's BTF cannot be read: %s",
			      message_system(-target_btf_status(target)));
		error = target_btf_status(target);
	} else if (kfunc_list_print(arena, target, stdlib_kfuncs, pattern,
				    options->format == SINK_JSON, &text)) {
		error = output_write(STDOUT_FILENO, &text);
	} else {
		message_note("this kernel has no function for BPF that matches %s",
			     pattern ? pattern : "*");
	}
	buffer_release(&text);
	target_close(target);
	return error ? STATUS_ERROR : 0;
}

static int run_scripts(struct arena *arena, const struct options *options)
{
	struct buffer text = { 0 };
	int error;

	script_list(arena, options->format == SINK_JSON, output_width(STDOUT_FILENO), &text);
	if (!text.length)
		message_note("there are no scripts in KTRACE_PATH, nor in " KTRACE_DATADIR
			     "/scripts");
	error = output_write(STDOUT_FILENO, &text);
	buffer_release(&text);
	return error ? STATUS_ERROR : 0;
}

/* A script tells of itself what it tells behind its own name. */
static int show_script_help(struct arena *arena, const struct options *options, char *script)
{
	char *words[] = { script, "--help", NULL };
	struct options shown = *options;

	shown.action = OPTIONS_RUN;
	shown.words = words;
	shown.word_count = 2;
	return run_script(arena, &shown);
}

static int run_help(struct arena *arena, const struct options *options, char *topic)
{
	bool is_script = ending_is(topic, ".kt") || script_find(arena, topic);
	struct buffer text = { 0 };
	const char *near;
	int status = 0;

	if (help_topic_print(stdlib_library(), topic, &text)) {
		if (is_script)
			buffer_append_char(&text, '\n');
		status = output_write(STDOUT_FILENO, &text) ? STATUS_ERROR : 0;
	} else if (!is_script) {
		near = help_topic_suggest(arena, stdlib_library(), topic);
		message_error("there is no builtin, probe, keyword, setting, kernel function, "
			      "option or script of the name %s%s%s%s",
			      topic, near ? "; did you mean " : "", near ? near : "",
			      near ? "?" : "");
		status = STATUS_USAGE;
	}
	buffer_release(&text);
	return status || !is_script ? status : show_script_help(arena, options, topic);
}

static int act(struct arena *arena, const struct options *options)
{
	if (options->complete)
		return complete_command_run(arena, options) ? STATUS_ERROR : 0;
	switch (options->action) {
	case OPTIONS_HELP:
		if (options->word_count)
			return run_help(arena, options, options->words[0]);
		options_print_help(stdout);
		return 0;
	case OPTIONS_VERSION:
		printf("ktrace %s\n", KTRACE_VERSION);
		return 0;
	case OPTIONS_INFO:
		info_print(stdout);
		return 0;
	case OPTIONS_LIST:
		return run_list(arena, options);
	case OPTIONS_KFUNCS:
		return run_kfuncs(arena, options);
	case OPTIONS_SCRIPTS:
		return run_scripts(arena, options);
	case OPTIONS_COMPLETE:
		return complete_command_words(arena, options, stdlib_library()) ? STATUS_ERROR : 0;
	case OPTIONS_CHECK:
		return check_run(arena, options);
	case OPTIONS_SNAPSHOT:
		return save_kernel_run(arena, options);
	case OPTIONS_RUN:
		break;
	}
	if (!options->program && !options->word_count && isatty(STDIN_FILENO) &&
	    isatty(STDOUT_FILENO) && !is_compile_only(options) && !options->command &&
	    !options->output) {
		raise_file_limit();
		return repl_run(options, stdlib_library());
	}
	if (!options->program && !options->word_count && isatty(STDIN_FILENO)) {
		options_print_usage(stderr);
		return STATUS_USAGE;
	}
	return run_script(arena, options);
}

int main(int argc, char **argv)
{
	struct arena *arena;
	struct buffer error = { 0 };
	struct options options;
	int status;

	if (!open_standard_files())
		return STATUS_ERROR;
	signal(SIGPIPE, SIG_IGN);
	arena = arena_new();
	if (options_parse(&options, arena, argc, argv, &error)) {
		status = act(arena, &options);
	} else {
		message_error("%s (ktrace --help shows the options)", error.data);
		status = STATUS_USAGE;
	}
	buffer_release(&error);
	arena_free(arena);
	return status;
}
