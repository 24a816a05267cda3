/*
 * User type: lookups in the debug information of the traced program. Each is noted
 * as something that the body asked of its probe, so that probes in two programs
 * share code only where both mean the same type.
 */
#include "codegen/check/user_type.h"

#include "codegen/check/checker.h"
#include "codegen/check/name.h"
#include "codegen/check/probe_target.h"
#include "codegen/target/binary_dwarf.h"

const char *user_type_path(const struct checker *checker)
{
	const struct probe_target *target = checker->current ? checker->current->context : NULL;

	if (!target || !*target->plan.path || !checker_is_user_probe(checker))
		return NULL;
	return target->plan.path;
}

static void note_use(struct checker *checker, const char *name, const struct type *type)
{
	struct argument *use = ARENA_NEW(checker->arena, struct argument);

	use->name = name;
	use->type = type;
	name_note_use(checker, name, use);
}

/*
 * A typedef of a number means the same everywhere, and looking for one in the program
 * takes time: there the kernel is asked first.
 */
static const struct type *find_typedef(struct checker *checker, const char *path,
				       const char *name)
{
	const struct type *type = target_find_typedef(checker->target, name);

	if (type && type_is_number(type))
		return type;
	return binary_find_typedef(checker->target, path, name);
}

const struct type *user_type_find(struct checker *checker, const struct type_name *name)
{
	const char *path = user_type_path(checker);
	const struct type *type = NULL;

	if (!path)
		return NULL;
	switch (name->kind) {
	case TYPE_NAME_PLAIN:
		type = find_typedef(checker, path, name->name);
		break;
	case TYPE_NAME_STRUCT:
		type = binary_find_struct(checker->target, path, name->name, false);
		break;
	case TYPE_NAME_UNION:
		type = binary_find_struct(checker->target, path, name->name, true);
		break;
	case TYPE_NAME_ENUM:
		type = binary_find_enum(checker->target, path, name->name);
		break;
	}
	note_use(checker, name->name, type);
	return type;
}

bool user_type_find_constant(struct checker *checker, const char *name, int64_t *value,
			     const struct type **type)
{
	const char *path = user_type_path(checker);
	bool is_found;

	if (!path)
		return false;
	is_found = binary_find_constant(checker->target, path, name, value, type);
	note_use(checker, name, is_found ? *type : NULL);
	return is_found;
}

void user_type_suggest(struct checker *checker, struct suggest *suggest)
{
	const char *path = user_type_path(checker);

	if (path)
		binary_suggest_struct(checker->target, path, suggest);
}
