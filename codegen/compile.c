/*
 * Compile: the passes, in order. Each reads what the passes before it made and
 * writes only its own; the run stops after the first that reported an error.
 */
#include "codegen/compile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codegen/builtin.h"
#include "codegen/check/check.h"
#include "codegen/check/param.h"
#include "codegen/check/scope.h"
#include "codegen/emit/emit_module.h"
#include "codegen/evaluate.h"
#include "codegen/import.h"
#include "codegen/library_function.h"
#include "codegen/plan.h"
#include "codegen/report.h"
#include "codegen/request.h"
#include "codegen/script_header.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/text.h"
#include "parser/tree_dump.h"
#include "parser/whole.h"

/* What the passes hand on; each field is written by the pass named beside it. */
struct compilation {
	const struct compile_options *options;
	struct text_set texts;
	struct diag_set diags;
	const struct text *text;
	bool is_statements;		/* somebody wants to see the last one's value */
	struct program *program;	/* ast */
	struct param_set *params;	/* types */
	struct checked *checked;	/* types, completed by plan */
	struct module *module;		/* ir, changed in place by opt */
	struct buffer *image;		/* image */
};

static struct text *add_text(struct compilation *compilation, const struct request_script *script)
{
	return (script->form == REQUEST_STATEMENTS ? whole_add_statements : text_add)(
		&compilation->texts, script->name, script->bytes, script->length);
}

/* What runs already, the oldest first; it was right when it was started. */
static void add_contexts(struct compilation *compilation, struct import *import)
{
	const struct request *request = compilation->options->request;
	struct diag_set *diags = &compilation->diags;
	const struct request_script *script;
	struct program *context;
	struct text *text;

	bool was_muted = diags->muted;

	diags->muted = true;
	for (uint32_t i = request->context_count; i-- > 0;) {
		script = &request->contexts[i];
		text = add_text(compilation, script);
		context = text ? import_program(import, text) : NULL;
		if (context)
			whole_add_context(compilation->program, context);
	}
	diags->muted = was_muted;
}

static void run_ast(struct compilation *compilation)
{
	const struct compile_options *options = compilation->options;
	struct import import = {
		.arena = options->arena, .diags = &compilation->diags,
		.texts = &compilation->texts, .target = options->target,
		.library = options->request->library,
		.open_file = options->open_file, .file_context = options->file_context,
	};

	compilation->program = import_program(&import, compilation->text);
	if (compilation->diags.errors)
		return;
	add_contexts(compilation, &import);
	library_function_add(options->arena, &compilation->diags, &compilation->texts,
			     options->library->functions, compilation->program);
	if (compilation->is_statements)
		evaluate_print_last(options->arena, options->library, compilation->program);
}

static void dump_ast(struct compilation *compilation, struct buffer *out)
{
	tree_dump_program(compilation->program, out);
}

static struct param_reading param_reading(struct compilation *compilation)
{
	const struct request *request = compilation->options->request;

	return (struct param_reading){
		.arena = compilation->options->arena, .diags = &compilation->diags,
		.texts = &compilation->texts, .target = compilation->options->target,
		.program = compilation->program, .arguments = request->arguments,
		.argument_count = request->argument_count, .is_lenient = request->wants_reports,
	};
}

static void run_types(struct compilation *compilation)
{
	const struct request *request = compilation->options->request;
	const struct param_reading reading = param_reading(compilation);
	struct check_options options = {
		.library = compilation->options->library,
		.pid_filter = request->pid_filter,
		.settings = request->settings,
		.root_fd = request->root_fd,
		.mapped_files = request->mapped_files,
		.child_pid = request->child_pid,
		.is_unsafe = request->is_unsafe,
		.shares_maps = request->shares_maps,
	};

	compilation->params = param_read(&reading);
	if (compilation->diags.errors)
		return;
	options.params = compilation->params;
	options.arguments = compilation->params->arguments;
	options.argument_count = compilation->params->argument_count;
	compilation->checked = check_program(compilation->options->arena, &compilation->diags,
					     compilation->options->target, compilation->program,
					     &options);
}

static void dump_types(struct compilation *compilation, struct buffer *out)
{
	check_dump_types(compilation->checked, out);
}

/* The checker made the plan; what is added here is what the runtime needs besides. */
static void run_plan(struct compilation *compilation)
{
	struct arena *arena = compilation->options->arena;
	struct plan *plan = compilation->checked->plan;
	const struct text *text;
	uint32_t count = 0;

	plan->compiler_version = arena_copy_string(arena, KTRACE_VERSION);
	compilation->checked->pid_filter = compilation->options->request->pid_filter;
	for (text = compilation->texts.first; text; text = text->next)
		count++;
	plan->texts = ARENA_NEW_ARRAY(arena, struct plan_text, count + 1);
	for (text = compilation->texts.first; text; text = text->next)
		plan->texts[plan->text_count++] = (struct plan_text){
			.name = arena_copy_string(arena, text->name),
			.bytes = arena_copy_text(arena, text->bytes, text->length),
			.base = text->base,
			.hidden_lines = text->hidden_lines,
		};
}

static void dump_plan(struct compilation *compilation, struct buffer *out)
{
	plan_dump(compilation->checked->plan, out);
}

static void run_ir(struct compilation *compilation)
{
	compilation->module = module_emit(compilation->options->arena, &compilation->diags,
					  &compilation->texts, compilation->options->target,
					  compilation->checked);
}

static void dump_module(struct compilation *compilation, struct buffer *out)
{
	module_print(compilation->module, out);
}

static void run_opt(struct compilation *compilation)
{
	module_optimise(compilation->module);
}

/* Emitting asked for facts too: the list is complete only now. Parameters decide like these. */
static void store_facts(struct compilation *compilation)
{
	const struct param_record *param, *params = compilation->params->first;
	struct arena *arena = compilation->options->arena;
	struct plan *plan = compilation->checked->plan;
	const struct fact *fact;
	uint32_t count = 0;

	for (fact = target_facts(compilation->options->target); fact; fact = fact->next)
		count++;
	for (param = params; param; param = param->next)
		count++;
	plan->facts = ARENA_NEW_ARRAY(arena, struct plan_fact, count + 1);
	plan->fact_count = 0;
	for (param = params; param; param = param->next)
		plan->facts[plan->fact_count++] = (struct plan_fact){
			.name = arena_printf(arena, "param:%s", param_show_name(arena, param)),
			.value = arena_copy_string(arena, param_show_value(arena, param)),
		};
	for (fact = target_facts(compilation->options->target); fact; fact = fact->next)
		plan->facts[plan->fact_count++] = (struct plan_fact){
			.name = arena_copy_string(arena, fact->name),
			.value = arena_copy_string(arena, fact->value),
		};
}

static void store_files(struct compilation *compilation)
{
	const struct target_file *first = target_files(compilation->options->target), *file;
	struct arena *arena = compilation->options->arena;
	struct plan *plan = compilation->checked->plan;
	uint32_t count = 0;

	for (file = first; file; file = file->next)
		count++;
	plan->files = ARENA_NEW_ARRAY(arena, struct plan_file, count + 1);
	for (file = first; file; file = file->next)
		plan->files[plan->file_count++].path = arena_copy_string(arena, file->path);
}

static void run_image(struct compilation *compilation)
{
	store_facts(compilation);
	store_files(compilation);
	module_write_image(compilation->module, &compilation->diags, compilation->image);
}

static void dump_image(struct compilation *compilation, struct buffer *out)
{
	buffer_append(out, compilation->image->data, compilation->image->length);
}

struct pass {
	const char *name;	/* as -d names it */
	const char *alias;	/* what bpftrace calls the stage; "" */
	const char *purpose;
	void (*run)(struct compilation *compilation);
	void (*dump)(struct compilation *compilation, struct buffer *out);
};

static const struct pass passes[] = {
	{ "ast", "parse", "text to tree", run_ast, dump_ast },
	{ "types", "", "names, types, arguments, what this kernel has", run_types, dump_types },
	{ "plan", "", "what the program needs from the live session", run_plan, dump_plan },
	{ "ir", "codegen", "tree and plan to LLVM's code", run_ir, dump_module },
	{ "opt", "codegen-opt", "LLVM's optimiser", run_opt, dump_module },
	{ "image", "", "one ELF object with the plan in it", run_image, dump_image },
};

enum { PASS_COUNT = sizeof(passes) / sizeof(passes[0]) };

const char *compile_stage_names(struct arena *arena)
{
	const char *names = "";

	for (int i = 0; i < PASS_COUNT; i++)
		names = arena_printf(arena, "%s%s%s", names, i ? " " : "", passes[i].name);
	return names;
}

/* Is NAME one of the comma separated words? "all" is every one. */
static bool stage_is_wanted(const char *words, const char *name)
{
	size_t length = strlen(name);

	while (*words) {
		size_t word = strcspn(words, ",");

		if ((word == 3 && !strncmp(words, "all", 3)) ||
		    (length && word == length && !strncmp(words, name, length)))
			return true;
		words += word + (words[word] == ',');
	}
	return false;
}

static void write_dump(const struct pass *pass, struct compilation *compilation)
{
	struct buffer text = { 0 };

	pass->dump(compilation, &text);
	fwrite(text.data ? text.data : "", 1, text.length, stdout);
	fflush(stdout);
	buffer_release(&text);
}

static bool dump_is_wanted(const struct request *request, const struct pass *pass)
{
	return stage_is_wanted(request->dump_stages, pass->name) ||
	       stage_is_wanted(request->dump_stages, pass->alias);
}

/* The last pass that must run: all of them unless only earlier dumps are wanted. */
static int last_pass(const struct request *request)
{
	int last = -1;

	for (int i = 0; i < PASS_COUNT; i++)
		if (dump_is_wanted(request, &passes[i]))
			last = i;
	return last < 0 || !request->dry_run ? PASS_COUNT - 1 : last;
}

/* Whether all words of -d are stages; complained about if not. */
static bool check_stages(struct compilation *compilation)
{
	const char *words = compilation->options->request->dump_stages;
	unsigned errors = compilation->diags.errors;

	while (*words) {
		size_t word = strcspn(words, ",");
		bool known = word == 3 && !strncmp(words, "all", 3);

		for (int i = 0; i < PASS_COUNT; i++)
			known |= (strlen(passes[i].name) == word &&
				  !strncmp(words, passes[i].name, word)) ||
				 (word && strlen(passes[i].alias) == word &&
				  !strncmp(words, passes[i].alias, word));
		if (!known)
			diag_error(&compilation->diags, (struct span){ 0 },
				   "there is no stage %.*s; -d takes %s or all", (int)word, words,
				   compile_stage_names(compilation->options->arena));
		words += word + (words[word] == ',');
	}
	return compilation->diags.errors == errors;
}

static void run_passes(struct compilation *compilation)
{
	const struct request *request = compilation->options->request;
	int last = last_pass(request);

	for (int i = 0; i <= last && !compilation->diags.errors; i++) {
		passes[i].run(compilation);
		if (compilation->diags.errors && i > 0)
			break;
		if (dump_is_wanted(request, &passes[i]))
			write_dump(&passes[i], compilation);
	}
}

static struct compilation start(const struct compile_options *options, struct buffer *image)
{
	return (struct compilation){
		.options = options, .image = image,
		.texts = { .arena = options->arena },
		.diags = { .arena = options->arena },
	};
}

/* --help behind a script's name. */
static void print_help(struct compilation *compilation)
{
	const struct param_set *params;
	struct param_reading reading;
	struct script_header header;
	struct buffer text = { 0 };

	passes[0].run(compilation);
	if (compilation->diags.errors)
		return;
	reading = param_reading(compilation);
	params = param_declare(&reading);
	script_header_read(compilation->options->arena, compilation->text->bytes,
			   compilation->text->length, &header);
	param_help(params, &header, &text);
	fwrite(text.data, 1, text.length, stdout);
	fflush(stdout);
	buffer_release(&text);
}

static enum compile_status run(struct compilation *compilation,
			       const struct request_script *script)
{
	compilation->diags.texts = &compilation->texts;
	compilation->is_statements = script->form == REQUEST_STATEMENTS;
	compilation->text = add_text(compilation, script);
	if (!compilation->text)
		diag_error(&compilation->diags, (struct span){ 0 }, "the program is too large");
	if (!check_stages(compilation))
		return COMPILE_MISUSED;
	if (compilation->options->request->wants_help)
		print_help(compilation);
	else
		run_passes(compilation);
	module_free(compilation->module);
	if (compilation->diags.errors)
		return compilation->params && compilation->params->is_misused ? COMPILE_MISUSED
									      : COMPILE_WRONG;
	return compilation->diags.first ||
	       (compilation->checked && compilation->checked->asks_system) ||
	       (compilation->params && compilation->params->asks_system) ? COMPILE_WARNED
									: COMPILE_GOOD;
}

enum compile_status compile_run(const struct compile_options *options,
				const struct request_script *script, struct buffer *image)
{
	struct compilation compilation = start(options, image);
	enum compile_status status = run(&compilation, script);

	/* What is said of a kernel whose files are damaged is said of the damage. */
	if (!target_problem(options->target))
		diag_print(&compilation.diags, stderr, options->request->color);
	return status;
}

void compile_check(const struct compile_options *options, const struct request_script *script,
		   struct report *report)
{
	struct buffer image = { 0 };
	struct compilation compilation = start(options, &image);

	*report = (struct report){ .status = run(&compilation, script) };
	report_fill(report, options->arena, &compilation.diags,
		    compilation.checked ? compilation.checked->plan : NULL,
		    options->request->color);
	buffer_release(&image);
}

/* SCRIPT's tree, with nothing reported; NULL when it cannot be parsed. */
static struct compilation *parse_silently(const struct compile_options *options,
					  const struct request_script *script)
{
	struct compilation *compilation = ARENA_NEW(options->arena, struct compilation);

	*compilation = start(options, NULL);
	compilation->diags.texts = &compilation->texts;
	compilation->text = add_text(compilation, script);
	if (!compilation->text)
		return NULL;
	compilation->diags.muted = true;
	run_ast(compilation);
	return compilation->diags.muted_errors ? NULL : compilation;
}

const struct checked *compile_check_types(const struct compile_options *options,
					  const struct request_script *script)
{
	struct compilation *compilation = parse_silently(options, script);

	if (!compilation)
		return NULL;
	compilation->diags.muted = true;
	run_types(compilation);
	return compilation->checked;
}

const struct param_set *compile_declare(const struct compile_options *options,
					const struct request_script *script)
{
	struct compilation *compilation = parse_silently(options, script);
	struct param_reading reading;

	if (!compilation)
		return NULL;
	reading = param_reading(compilation);
	return param_declare(&reading);
}
