/*
 * Aggregate: values of maps that add up on each CPU.
 */
#include "codegen/builtin.h"
#include "stdlib/check.h"
#include "stdlib/emit.h"
#include "stdlib/library.h"

const struct builtin stdlib_aggregate[] = {
	{
		.name = "count",
		.prototype = "count_t count()",
		.doc = "How often it was assigned.",
		.example = "profile:hz:99 { @[comm] = count(); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_count),
		.emit = EMIT(emit_count),
	},
	{
		.name = "sum",
		.prototype = "sum_t sum(int number)",
		.doc = "The sum of the numbers.",
		.example = "begin { @ = sum(3); @ = sum(4); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_sum),
		.emit = EMIT(emit_sum),
	},
	{
		.name = "min",
		.prototype = "min_t min(int number)",
		.doc = "The smallest of the numbers.",
		.example = "begin { @ = min(3); @ = min(4); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_min),
		.emit = EMIT(emit_min),
	},
	{
		.name = "max",
		.prototype = "max_t max(int number)",
		.doc = "The largest of the numbers.",
		.example = "begin { @ = max(3); @ = max(4); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_max),
		.emit = EMIT(emit_max),
	},
	{
		.name = "avg",
		.prototype = "avg_t avg(int number)",
		.doc = "The average of the numbers.",
		.example = "begin { @ = avg(3); @ = avg(5); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_avg),
		.emit = EMIT(emit_avg),
	},
	{
		.name = "stats",
		.prototype = "stats_t stats(int number)",
		.doc = "Count, average and total of the numbers.",
		.example = "begin { @ = stats(3); @ = stats(5); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_stats),
		.emit = EMIT(emit_avg),
	},
	{
		.name = "hist",
		.prototype = "hist_t hist(int number[, number bits])",
		.doc = "A histogram by powers of two, each in 2^BITS parts (0 to 5).",
		.example = "begin { @ = hist(100); @ = hist(3000); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_hist),
		.emit = EMIT(emit_hist),
	},
	{
		.name = "lhist",
		.prototype = "lhist_t lhist(int number, number min, number max, number step)",
		.doc = "A histogram in steps of equal width from MIN to MAX.",
		.example = "begin { @ = lhist(45, 0, 100, 10); exit() }",
		.flags = BUILTIN_AGGREGATE,
		.check = CHECK(check_lhist),
		.emit = EMIT(emit_lhist),
	},
	{ .name = 0 },
};
