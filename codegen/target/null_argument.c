/*
 * Null argument: what raw tracepoints hand over may be NULL where a row, the name of the
 * parameter or the tracepoint's being a module's says so. Kernels before 6.13 do not ask
 * for a test and hand over the same.
 */
#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/ending.h"

static const struct {
	const char *tracepoint;
	uint32_t number;
} null_arguments[] = {
#define NULL_ARGUMENT(tracepoint, number) { tracepoint, number },
#include "codegen/target/null_argument.def"
#undef NULL_ARGUMENT
};

bool target_may_be_null(struct target *target, const char *tracepoint, uint32_t number)
{
	const struct function *function = target_find_raw_tracepoint(target, tracepoint);

	if (!function || strcmp(function->module, "vmlinux") ||
	    number >= function->parameter_count ||
	    ending_is(function->parameters[number].name, "__nullable"))
		return true;
	for (size_t i = 0; i < sizeof(null_arguments) / sizeof(null_arguments[0]); i++)
		if (null_arguments[i].number == number &&
		    !fnmatch(null_arguments[i].tracepoint, tracepoint, 0))
			return true;
	return false;
}
