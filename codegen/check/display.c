/*
 * Display: one row for each kernel struct whose pointers print as what they
 * stand for.
 */
#include "codegen/check/display.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/type.h"

static const struct {
	const char *struct_name;
	enum layout_kind kind;
	uint32_t size;
} display_rows[] = {
	{ "dentry", LAYOUT_DENTRY_PATH, sizeof(struct layout_dentry_path) },
};

bool display_find(const struct type *type, struct layout *layout)
{
	size_t index;

	if (type->kind != TYPE_POINTER || type->space != SPACE_KERNEL ||
	    type->target->kind != TYPE_STRUCT || type->target->is_union)
		return false;
	for (index = 0; index < sizeof(display_rows) / sizeof(display_rows[0]); index++) {
		if (strcmp(display_rows[index].struct_name, type->target->name))
			continue;
		*layout = (struct layout){
			.kind = display_rows[index].kind, .size = display_rows[index].size,
		};
		return true;
	}
	return false;
}
