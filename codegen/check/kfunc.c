/*
 * Kfunc: declarations are looked for in the script first, then in the library's
 * text, of which only the one line that is wanted is read.
 */
#include "codegen/check/kfunc.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/kfunc_argument.h"
#include "codegen/kfunc.h"
#include "codegen/kfunc_library.h"
#include "codegen/target/ability.h"
#include "codegen/target/target.h"
#include "codegen/target/version.h"
#include "lexer/buffer.h"
#include "parser/prototype_text.h"

/* ---- the library's text ---- */

static struct kfunc *read_library(struct checker *checker, const char *name)
{
	struct diag_set unheard = { .arena = checker->arena, .muted = true };
	struct kfunc_library_row row;
	struct kfunc *kfunc;

	if (!kfunc_library_find(checker->arena, checker->options->library->kfuncs, name, &row))
		return NULL;
	kfunc = ARENA_NEW(checker->arena, struct kfunc);
	kfunc->declaration = prototype_text_read(checker->arena, &unheard, row.declaration, 0);
	kfunc->since = row.since;
	kfunc->doc = row.doc;
	kfunc->set = row.set;
	kfunc->programs = row.programs;
	kfunc->effect = row.effect;
	kfunc->section = row.section;
	return kfunc->declaration ? kfunc : NULL;
}

/* ---- finding ---- */

static const struct kfunc_declaration *find_declaration(const struct checker *checker,
							const char *name)
{
	const struct kfunc_declaration *declaration;

	for (declaration = checker->tree->kfuncs; declaration; declaration = declaration->next)
		if (!strcmp(declaration->name, name))
			return declaration;
	return NULL;
}

bool kfunc_is_of_script(const struct checker *checker, const struct kfunc *kfunc)
{
	return kfunc->declaration == find_declaration(checker, kfunc->name);
}

static unsigned flag_of(const char *name)
{
	for (unsigned bit = 0; bit < KFUNC_FLAG_COUNT; bit++)
		if (!strcmp(kfunc_flag_rows[bit].name, name))
			return 1u << bit;
	return 0;
}

static unsigned read_flags(const struct kfunc_declaration *declaration)
{
	const struct name_list *flag;
	unsigned flags = 0;

	for (flag = declaration->flags; flag; flag = flag->next)
		flags |= flag_of(flag->name);
	return flags;
}

/* NAME___FLAVOUR is called like that, and is the kernel's NAME. */
static const char *symbol_of(struct checker *checker, const char *name)
{
	const char *flavour = strstr(name, "___");

	return flavour ? arena_copy_text(checker->arena, name, (size_t)(flavour - name)) : name;
}

/* The declared type as this kernel has it; NULL when it has none such. */
static const struct type *declared_type(struct checker *checker,
					const struct type_name *type_name)
{
	bool was_muted = checker->diags->muted;
	const struct type *type;

	checker->diags->muted = true;
	type = cast_find_type(checker, type_name);
	checker->diags->muted = was_muted;
	return type;
}

/* Does what is declared agree with the kernel's? Structs by name, numbers by size. */
static bool is_same(const struct type *declared, const struct type *actual)
{
	if (!declared)
		return false;
	if (declared->kind == TYPE_POINTER && actual->kind == TYPE_POINTER) {
		declared = declared->target;
		actual = actual->target;
		if (declared->kind == TYPE_STRUCT && actual->kind == TYPE_STRUCT)
			return !strcmp(declared->name, actual->name);
		return declared->kind == TYPE_VOID || actual->kind == TYPE_VOID ||
		       (declared->kind == actual->kind && declared->size == actual->size);
	}
	if (type_is_number(declared) && type_is_number(actual))
		return declared->size == actual->size;
	return declared->kind == actual->kind;
}

static bool fits_kernel(struct checker *checker, const struct kfunc *kfunc,
			const struct function *function)
{
	const struct kfunc_declaration *declaration = kfunc->declaration;
	const struct kfunc_parameter *parameter = declaration->parameters;
	uint32_t index;

	if (!is_same(declared_type(checker, declaration->result), function->return_type))
		return false;
	for (index = 0; index < function->parameter_count; index++) {
		if (!parameter || !is_same(declared_type(checker, parameter->type_name),
					   function->parameters[index].type))
			return false;
		parameter = parameter->next;
	}
	return !parameter && declaration->is_variadic == function->is_variadic;
}

/* Those without the prefix bpf_ were ordinary functions before they could be called. */
static bool was_ordinary(struct checker *checker, const struct kfunc *kfunc)
{
	uint64_t here, since;

	return strncmp(kfunc->symbol, "bpf_", 4) && version_parse(kfunc->since, &since) &&
	       (!target_version(checker->target, &here) || here < since);
}

/* The kernel's function, where BPF programs may call it and it is what is declared; NULL. */
static const struct function *find_function(struct checker *checker, const struct kfunc *kfunc)
{
	enum kfunc_mark mark = target_find_kfunc(checker->target, kfunc->symbol, kfunc->since);
	const struct function *function = target_find_function(checker->target, NULL,
							       kfunc->symbol);

	if (mark == KFUNC_MARK_OTHERS ||
	    (mark == KFUNC_MARK_NONE && was_ordinary(checker, kfunc)))
		return NULL;
	return function && fits_kernel(checker, kfunc, function) ? function : NULL;
}

/* The library's other prototypes of a function, NAME___2 and on: the first that this kernel has. */
static void try_flavours(struct checker *checker, struct kfunc *kfunc)
{
	const struct kfunc *other;
	struct kfunc tried = *kfunc;

	for (unsigned number = 2; !kfunc->function; number++) {
		other = read_library(checker, arena_printf(checker->arena, "%s___%u",
							   kfunc->symbol, number));
		if (!other)
			return;
		tried.declaration = other->declaration;
		tried.since = other->since;
		tried.flags = read_flags(other->declaration);
		tried.function = find_function(checker, &tried);
		if (tried.function)
			*kfunc = tried;
	}
}

const struct kfunc *kfunc_find(struct checker *checker, const char *name)
{
	const struct kfunc_declaration *declaration = find_declaration(checker, name);
	struct kfunc *kfunc;

	for (kfunc = checker->kfuncs; kfunc; kfunc = kfunc->next)
		if (!strcmp(kfunc->name, name))
			return kfunc;
	kfunc = read_library(checker, symbol_of(checker, name));
	if (declaration && !kfunc) {
		kfunc = ARENA_NEW(checker->arena, struct kfunc);
		kfunc->set = KFUNC_SET_UNKNOWN;
		kfunc->since = kfunc->doc = "";
	}
	if (!kfunc)
		return NULL;
	if (declaration)
		kfunc->declaration = declaration;
	kfunc->name = name;
	kfunc->symbol = symbol_of(checker, name);
	kfunc->flags = read_flags(kfunc->declaration);
	kfunc->function = find_function(checker, kfunc);
	if (!declaration)
		try_flavours(checker, kfunc);
	kfunc->next = checker->kfuncs;
	checker->kfuncs = kfunc;
	return kfunc;
}

bool kfunc_is_there(struct checker *checker, const char *name)
{
	const struct kfunc *kfunc = kfunc_find(checker, name);

	if (kfunc)
		return kfunc->function != NULL;
	return target_find_kfunc(checker->target, name, "") == KFUNC_MARK_TAGGED;
}

/* Offers what DECLARATION releases: the struct that its first parameter points to. */
static bool releases(const struct kfunc_declaration *declaration, const char *structure)
{
	const struct kfunc_parameter *first = declaration->parameters;

	return read_flags(declaration) & KFUNC_RELEASE && first && first->type_name->suffixes &&
	       first->type_name->kind == TYPE_NAME_STRUCT &&
	       !strcmp(first->type_name->name, structure);
}

/* The library's functions with KF_RELEASE are found by their type. */
static const char *find_library_release(struct checker *checker, const char *structure)
{
	char *wanted = arena_printf(checker->arena, "(struct %s *", structure);
	const char *at = checker->options->library->kfuncs, *end, *name;

	for (at = at ? strstr(at, wanted) : NULL; at; at = strstr(at + 1, wanted)) {
		end = at + strcspn(at, ";\n");
		for (name = at; name[-1] != ' ' && name[-1] != '*'; name--)
			;
		if (memmem(at, (size_t)(end - at), "KF_RELEASE", strlen("KF_RELEASE")))
			return arena_copy_text(checker->arena, name, (size_t)(at - name));
	}
	return NULL;
}

const struct kfunc *kfunc_find_release(struct checker *checker, const struct type *type)
{
	const struct kfunc_declaration *declaration;
	const struct kfunc *kfunc = NULL;
	const char *name = NULL;

	if (type->kind != TYPE_POINTER || type->target->kind != TYPE_STRUCT)
		return NULL;
	for (declaration = checker->tree->kfuncs; declaration && !name;
	     declaration = declaration->next)
		if (releases(declaration, type->target->name))
			name = declaration->name;
	if (!name)
		name = find_library_release(checker, type->target->name);
	if (name)
		kfunc = kfunc_find(checker, name);
	return kfunc && kfunc->function ? kfunc : NULL;
}

/* ---- complaints ---- */

static void report_absent(struct checker *checker, struct expr *call, const struct kfunc *kfunc)
{
	const struct function *function = target_find_function(checker->target, NULL,
							       kfunc->symbol);
	struct buffer text = { 0 };
	struct diag *diag;

	if (function && fits_kernel(checker, kfunc, function)) {
		coalesce_fail_absent(checker, call, "%s is a function of this kernel's own: BPF "
				     "programs may not call it", kfunc->symbol);
		return;
	}
	if (function) {
		target_print_prototype(function, &text);
		diag = coalesce_fail_absent(checker, call, "this kernel has %s with another "
					    "prototype", kfunc->symbol);
		if (kfunc_is_of_script(checker, kfunc))
			diag_note(diag, kfunc->declaration->span, "declared here");
		diag_note(diag, (struct span){ 0 }, "in this kernel: %s", text.data);
		diag_hint(diag, "declare it a second time as %s___2 with that prototype, and choose "
			  "with has(kfunc:%s)", kfunc->symbol, kfunc->name);
		buffer_release(&text);
		return;
	}
	diag = *kfunc->since ?
	       coalesce_fail_absent(checker, call, "this kernel has no %s: Linux %s brought it",
				    kfunc->symbol, kfunc->since) :
	       coalesce_fail_absent(checker, call, "this kernel has no %s", kfunc->symbol);
	diag_hint(diag, "where a kernel may lack it: if has(kfunc:%s) { ... } else { ... }",
		  kfunc->name);
}

/* Flags that the shape of a name gives away, for a declaration that nobody wrote yet. */
static const char *guessed_flags(const struct function *function)
{
	bool is_pointer = function->return_type->kind == TYPE_POINTER;

	if (strstr(function->name, "_iter_") && strstr(function->name, "_new"))
		return " KF_ITER_NEW";
	if (strstr(function->name, "_iter_") && strstr(function->name, "_next"))
		return " KF_ITER_NEXT | KF_RET_NULL";
	if (strstr(function->name, "_iter_") && strstr(function->name, "_destroy"))
		return " KF_ITER_DESTROY";
	if (strstr(function->name, "_release") || strstr(function->name, "_put"))
		return " KF_RELEASE";
	if (is_pointer && (strstr(function->name, "_acquire") || strstr(function->name, "_from_")))
		return " KF_ACQUIRE | KF_RET_NULL";
	return is_pointer ? " KF_RET_NULL" : "";
}

/* Whether BPF programs may call a function that nobody declares; a guess where nothing is tagged. */
static bool is_likely(struct checker *checker, const char *name)
{
	enum kfunc_mark mark = target_find_kfunc(checker->target, name, "");

	return mark == KFUNC_MARK_TAGGED ||
	       (mark == KFUNC_MARK_NONE && !strncmp(name, "bpf_", 4) &&
		!target_has_helper(checker->target, name));
}

bool kfunc_report_undeclared(struct checker *checker, struct expr *call)
{
	const struct function *function;
	struct buffer text = { 0 };
	struct diag *diag;

	if (!is_likely(checker, call->call.name)) {
		if (strncmp(call->call.name, "bpf_", 4))
			return false;
		coalesce_fail_absent(checker, call, "there is no function `%s`: this kernel has "
				     "none of that name for BPF, and nothing declares one",
				     call->call.name);
		return true;
	}
	function = target_find_function(checker->target, NULL, call->call.name);
	if (!function)
		return false;
	target_print_prototype(function, &text);
	diag = checker_fail(checker, call, "the kernel has %s, and nothing here declares it",
			    function->name);
	diag_hint(diag, "kfunc %s%s;", text.data, guessed_flags(function));
	diag_note(diag, (struct span){ 0 }, "its flags are a guess by its name: kernel source has "
		  "them, in the table that registers it");
	buffer_release(&text);
	return true;
}

void kfunc_check_declarations(struct checker *checker)
{
	const struct kfunc_declaration *declaration, *other;
	const struct name_list *flag;
	struct diag *diag;

	for (declaration = checker->tree->kfuncs; declaration; declaration = declaration->next) {
		for (flag = declaration->flags; flag; flag = flag->next)
			if (!flag_of(flag->name))
				diag_error(checker->diags, flag->span, "there is no flag %s",
					   flag->name);
		other = find_declaration(checker, declaration->name);
		if (other == declaration)
			continue;
		diag = diag_error(checker->diags, declaration->name_span, "%s is declared twice",
				  declaration->name);
		diag_note(diag, other->name_span, "first here");
		diag_hint(diag, "another prototype of it for other kernels is %s___2",
			  declaration->name);
	}
}

/* ---- calls ---- */

static void note_use(struct checker *checker, const struct expr *call, const struct kfunc *kfunc)
{
	if (kfunc->set == KFUNC_SET_COMMON || !checker->uses || checker->uses->tracing)
		return;
	checker->uses->tracing = kfunc;
	checker->uses->tracing_span = call->span;
}

bool kfunc_check_call(struct checker *checker, struct expr *call)
{
	const struct kfunc *kfunc = kfunc_find(checker, call->call.name);
	struct expr *argument;

	if (!kfunc)
		return false;
	if (!kfunc->function) {
		for (argument = call->call.arguments; argument; argument = argument->next)
			expr_check(checker, argument);
		report_absent(checker, call, kfunc);
		return true;
	}
	note_use(checker, call, kfunc);
	if (kfunc->flags & (KFUNC_ITER_NEW | KFUNC_ITER_NEXT | KFUNC_ITER_DESTROY)) {
		diag_hint(checker_fail(checker, call, "%s is a part of a loop, and not called by "
				       "itself", kfunc->name),
			  "iterators are loops: for $task : tasks() { ... }");
		return true;
	}
	if (!kfunc_argument_check(checker, kfunc, call)) {
		call->type = &type_error;
		return true;
	}
	call->kfunc = kfunc;
	checker->current->has_kfuncs = true;
	call->type = kfunc->function->return_type;
	return true;
}
