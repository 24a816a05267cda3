/*
 * Flow: reachability, on the tree alone.
 */
#include "codegen/check/flow.h"

#include "codegen/builtin.h"
#include "parser/tree.h"

bool flow_list_ends(const struct builtin_library *library, const struct stmt *list)
{
	for (; list; list = list->next)
		if (flow_ends(library, list))
			return true;
	return false;
}

static bool call_ends(const struct builtin_library *library, const struct expr *expr)
{
	const struct builtin *row;

	if (expr->kind != EXPR_CALL)
		return false;
	row = builtin_find(library, expr->call.name);
	return row && row->flags & BUILTIN_ENDS;
}

bool flow_ends(const struct builtin_library *library, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_RETURN:
	case STMT_BREAK:
	case STMT_CONTINUE:
		return true;
	case STMT_EXPRESSION:
		return call_ends(library, stmt->expression.value);
	case STMT_BLOCK:
		return flow_list_ends(library, stmt->block.body);
	case STMT_IF:
		return (stmt->if_.is_otherwise || flow_list_ends(library, stmt->if_.then)) &&
		       (stmt->if_.is_then || flow_list_ends(library, stmt->if_.otherwise));
	default:
		return false;
	}
}

bool flow_ends_before(const struct builtin_library *library, const struct stmt *list,
		      const struct stmt *stmt)
{
	for (; list && list != stmt; list = list->next)
		if (flow_ends(library, list))
			return true;
	return false;
}

/* DEPTH counts the loops inside the one asked about, which take their own breaks. */
static bool leaves(const struct stmt *list, unsigned depth)
{
	for (; list; list = list->next) {
		switch (list->kind) {
		case STMT_RETURN:
			return true;
		case STMT_BREAK:
			if (!depth)
				return true;
			break;
		case STMT_EXPRESSION:
			if (list->expression.value->builtin &&
			    list->expression.value->builtin->flags & BUILTIN_ENDS)
				return true;
			break;
		case STMT_IF:
			if (leaves(list->if_.then, depth) || leaves(list->if_.otherwise, depth))
				return true;
			break;
		case STMT_BLOCK:
			if (leaves(list->block.body, depth))
				return true;
			break;
		case STMT_UNROLL:
			if (leaves(list->unroll.body, depth))
				return true;
			break;
		case STMT_WHILE:
			if (leaves(list->while_.body, depth + 1))
				return true;
			break;
		case STMT_FOR_RANGE:
			if (leaves(list->for_range.body, depth + 1))
				return true;
			break;
		case STMT_FOR_MAP:
			if (leaves(list->for_map.body, depth + 1))
				return true;
			break;
		case STMT_FOR_CALL:
			if (leaves(list->for_call.body, depth + 1))
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

bool flow_leaves_loop(const struct stmt *body)
{
	return leaves(body, 0);
}
