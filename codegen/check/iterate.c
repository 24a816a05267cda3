/*
 * Iterate: every fact that the choice depends on is asked here: functions, fields,
 * the symbol that a list hangs from. A walk over lists is told by --plan.
 */
#include "codegen/check/iterate.h"

#include <string.h>

#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/kfunc.h"
#include "codegen/iterator.h"
#include "codegen/kfunc.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"

/*
 * Rounds of a walk: where the kernel runs loops, and where the verifier has to follow
 * each of them.
 */
enum { WALK_ROUNDS = 1 << 16, WALK_ROUNDS_UNAIDED = 1024, WORD_BITS = 64 };

/* ---- complaints ---- */

static void hint_words(struct diag *diag)
{
	struct buffer text = { 0 };

	for (unsigned i = 0; i < ITERATOR_COUNT; i++)
		buffer_printf(&text, "%s%s(%s)", i ? ", " : "", iterator_rows[i].word,
			      !iterator_rows[i].argument ? "number" :
			      !strcmp(iterator_rows[i].argument, "cgroup") ? "cgroup" :
			      *iterator_rows[i].argument ? "task" : "");
	diag_hint(diag, "loops go over 0..n, @map, %s", text.data);
	buffer_release(&text);
}

void iterate_report_range(struct checker *checker, struct expr *expr)
{
	const char *name = expr->kind == EXPR_CALL ? expr->call.name :
			   expr->kind == EXPR_NAME ? expr->name.name : NULL;
	struct suggest suggest;
	struct diag *diag;

	if (name && iterator_find(name)) {
		diag = checker_fail(checker, expr, "%s wants its parentheses", name);
		diag_hint(diag, "for $x : %s(...) { ... }", name);
		return;
	}
	diag = checker_fail(checker, expr, "a loop goes over a map, a range or an iterator");
	suggest_start(&suggest, name ? name : "");
	for (unsigned i = 0; name && i < ITERATOR_COUNT; i++)
		suggest_offer(&suggest, iterator_rows[i].word);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s(...)`?", suggest.best);
	else
		hint_words(diag);
}

/* ---- the argument ---- */

static bool takes(const struct iterator_row *row, const struct type *type)
{
	return type->kind == TYPE_POINTER && type->space != SPACE_USER &&
	       type->target->kind == TYPE_STRUCT && !strcmp(type->target->name, row->argument);
}

static bool check_argument(struct checker *checker, const struct iterator_row *row,
			   struct expr *argument)
{
	struct diag *diag;

	expr_check(checker, argument);
	if (!row->argument)
		return expr_needs_number(checker, argument, row->word);
	if (argument->type->kind == TYPE_ERROR)
		return false;
	if (takes(row, argument->type))
		return true;
	diag = checker_fail(checker, argument, "%s takes a struct %s *, and this is %s", row->word,
			    row->argument, checker_type_name(checker, argument->type));
	if (!strcmp(row->argument, "task_struct"))
		diag_hint(diag, "the task that runs is curtask; one by its pid: "
			  "$t = bpf_task_from_pid(pid); if ($t) { ... }");
	else
		diag_hint(diag, "a control group by its id: $c = bpf_cgroup_from_id(cgroup); "
			  "if ($c) { ... }");
	return false;
}

static bool check_arguments(struct checker *checker, const struct iterator_row *row,
			    struct expr *call)
{
	uint32_t wanted = row->argument && !*row->argument ? 0 : 1;
	uint32_t given = call_argument_count(call);
	struct expr *argument;
	bool fine = true;

	for (argument = call->call.arguments; argument; argument = argument->next) {
		if (argument == call->call.arguments && wanted)
			fine &= check_argument(checker, row, argument);
		else
			expr_check(checker, argument);
	}
	if (given == wanted)
		return fine;
	checker_fail(checker, call, "%s takes %s and got %u", row->word,
		     wanted ? "one argument" : "no arguments", given);
	return false;
}

/* ---- the kernel's functions ---- */

static const struct kfunc *find_function(struct checker *checker, const struct iterator_row *row,
					 const char *suffix)
{
	const char *name = arena_printf(checker->arena, "%s_%s", row->functions, suffix);

	return kfunc_find(checker, name);
}

/* "STRUCT.FIELD" */
static bool find_field(struct checker *checker, const char *text, struct field *field)
{
	const char *dot = strchr(text, '.');
	const char *name = arena_copy_text(checker->arena, text, (size_t)(dot - text));
	const struct type *type = target_find_struct(checker->target, name, false);

	return type && target_find_field(checker->target, type, dot + 1, field);
}

static bool find_fields(struct checker *checker, struct iteration *iteration)
{
	const struct iterator_row *row = iteration->row;

	for (unsigned i = 0; i < ITERATION_FIELDS && row->fields[i]; i++)
		if (!find_field(checker, row->fields[i], &iteration->fields[i]))
			return false;
	return true;
}

static void find_flags(struct checker *checker, struct iteration *iteration)
{
	const struct type *type;
	int64_t value;

	for (unsigned i = 0; i < 2; i++) {
		const struct iterator_flag *flag = &iteration->row->flags[i];

		iteration->flags[i] = flag->value;
		if (flag->name && target_find_constant(checker->target, flag->name, &value, &type))
			iteration->flags[i] = (uint64_t)value;
	}
}

static bool find_functions(struct checker *checker, struct iteration *iteration)
{
	const struct kfunc *begin = find_function(checker, iteration->row, "new");
	const struct kfunc *next = find_function(checker, iteration->row, "next");
	const struct kfunc *end = find_function(checker, iteration->row, "destroy");
	const struct type *state;

	if (!begin || !next || !end || !begin->function || !next->function || !end->function)
		return false;
	state = begin->function->parameters[0].type->target;
	if (!state->size)
		return false;
	iteration->begin = begin;
	iteration->next = next;
	iteration->end = end;
	iteration->size = state->size;
	return true;
}

/* ---- without them ---- */

/* Members joined with dots; adds up where the last of them is, and tells its type. */
static const struct type *add_members(struct checker *checker, const struct type *type,
				      const char *path, size_t length, uint32_t *offset)
{
	struct field field;

	while (length) {
		size_t name_length = strcspn(path, ".") < length ? strcspn(path, ".") : length;
		const char *name = arena_copy_text(checker->arena, path, name_length);

		if (type->kind != TYPE_STRUCT ||
		    !target_find_field(checker->target, type, name, &field))
			return NULL;
		*offset += field.offset;
		type = field.type;
		path += name_length + (name_length < length);
		length -= name_length + (name_length < length);
	}
	return type;
}

static bool find_start(struct checker *checker, const struct iterator_row *row,
		       const struct type *type, struct list_walk *walk)
{
	const char *path = row->start, *arrow;

	for (;;) {
		arrow = strstr(path, "->");
		type = add_members(checker, type, path,
				   arrow ? (size_t)(arrow - path) : strlen(path),
				   &walk->steps[walk->step_count++]);
		if (!arrow)
			return type != NULL;
		if (!type || type->kind != TYPE_POINTER)
			return false;
		type = type->target;
		path = arrow + 2;
	}
}

/* 0 where the address is hidden; a kernel that does not run has none, and any will do. */
static bool find_symbol(struct checker *checker, const struct iterator_row *row,
			struct list_walk *walk)
{
	if (!row->symbol)
		return true;
	if (!target_find_symbol(checker->target, row->symbol, &walk->symbol))
		return false;
	if (!target_is_running(checker->target) && !walk->symbol)
		walk->symbol = 1;
	return walk->symbol != 0;
}

static bool find_walk(struct checker *checker, struct iteration *iteration)
{
	const struct iterator_row *row = iteration->row;
	struct list_walk *walk = &iteration->walk;
	const struct type *element;
	bool is_aided = target_feature(checker->target, FEATURE_LOOP);

	iteration->calls_back = is_aided;
	walk->bound = is_aided ? WALK_ROUNDS : WALK_ROUNDS_UNAIDED;
	if (!row->element) {
		walk->bound = WORD_BITS;
		return true;
	}
	element = target_find_struct(checker->target, row->element, false);
	return element && find_symbol(checker, row, walk) &&
	       find_start(checker, row,
			  target_find_struct(checker->target, *row->argument ? row->argument :
					     row->element, false), walk) &&
	       add_members(checker, element, row->link, strlen(row->link), &walk->link);
}

static void note_walk(struct checker *checker, const struct iteration *iteration)
{
	const struct iterator_row *row = iteration->row;
	const char *note;

	if (!checker->is_final || !row->element)
		return;
	note = arena_printf(checker->arena, "%s() follows %s, %u elements at most: this kernel "
			    "has no %s_new", row->word, row->walked, iteration->walk.bound,
			    row->functions);
	checker_note(checker, note);
}

/* ---- a loop ---- */

static const struct iteration *choose(struct checker *checker, const struct iterator_row *row)
{
	struct iteration *iteration = ARENA_NEW(checker->arena, struct iteration);

	iteration->row = row;
	find_flags(checker, iteration);
	if (!find_fields(checker, iteration))
		return NULL;
	if (find_functions(checker, iteration))
		return iteration;
	if (!find_walk(checker, iteration))
		return NULL;
	note_walk(checker, iteration);
	return iteration;
}

static void report_absent(struct checker *checker, struct expr *call,
			  const struct iterator_row *row)
{
	const struct kfunc *begin = find_function(checker, row, "new");
	struct diag *diag;

	diag = coalesce_fail_absent(checker, call, "this kernel has no %s_new, by which %s() goes: "
				    "Linux %s brought it", row->functions, row->word,
				    begin ? begin->since : "6.7");
	diag_hint(diag, "where a kernel may lack it: if has(kfunc:%s_new) { ... } else { ... }",
		  row->functions);
}

static const struct type *element_type(struct checker *checker, const struct iterator_row *row)
{
	const struct type *structure;

	if (!row->element)
		return &type_int64;
	structure = target_find_struct(checker->target, row->element, false);
	return structure ? type_pointer(checker->types, structure, SPACE_KERNEL) : &type_error;
}

const struct type *iterate_check(struct checker *checker, struct stmt *stmt)
{
	struct expr *call = stmt->for_call.call;
	const struct iterator_row *row = iterator_find(call->call.name);

	expr_reset(call);
	stmt->iteration = NULL;
	if (!row) {
		iterate_report_range(checker, call);
		return &type_error;
	}
	if (!check_arguments(checker, row, call))
		return &type_error;
	stmt->iteration = choose(checker, row);
	if (!stmt->iteration) {
		report_absent(checker, call, row);
		return &type_error;
	}
	checker->current->has_iterators = true;
	checker->current->has_kfuncs |= stmt->iteration->begin != NULL;
	return element_type(checker, row);
}
