/*
 * Head choice: a list that grows while heads are resolved, in the order of the script.
 */
#include "codegen/check/head_choice.h"

#include <string.h>

#include "codegen/check/resolve.h"

struct head_choice {
	struct plan_choice plan;
	struct head_choice *next;
};

void head_choice_begin(struct resolver *resolver, const struct attach_point *chain)
{
	struct arena *arena = resolver->checker->arena;
	struct head_choice *choice = ARENA_NEW(arena, struct head_choice);
	const struct attach_point *point;
	struct plan_way *way;

	for (point = chain; point; point = point->alternative)
		choice->plan.way_count++;
	choice->plan.span = resolver->probe->span;
	choice->plan.is_optional = chain->is_optional;
	choice->plan.ways = way = ARENA_NEW_ARRAY(arena, struct plan_way, choice->plan.way_count);
	for (point = chain; point; point = point->alternative, way++)
		*way = (struct plan_way){
			.text = arena_printf(arena, "%s%s%s", point->provider,
					     *point->target ? ":" : "", point->target),
			.because = arena_copy_string(arena, ""),
			.span = point->span,
		};
	resolver->choice = &choice->plan;
	*resolver->checker->head_choices_end = choice;
	resolver->checker->head_choices_end = &choice->next;
	resolver->checker->head_choice_count++;
}

void head_choice_try(struct resolver *resolver)
{
	/* What has() asks is no head of the program. */
	if (!resolver->choice)
		return;
	resolver->way = resolver->choice->ways;
	while (resolver->way->span.start != resolver->point->span.start)
		resolver->way++;
}

void head_choice_refuse(struct resolver *resolver, const char *sentence)
{
	if (resolver->way && !*resolver->way->because)
		resolver->way->because = arena_copy_string(resolver->checker->arena, sentence);
}

void head_choice_take(struct resolver *resolver)
{
	if (!resolver->way)
		return;
	resolver->way->is_taken = true;
	resolver->way->because = arena_copy_string(resolver->checker->arena, "");
}

void head_choice_fill_plan(struct checker *checker, struct plan *plan)
{
	const struct head_choice *choice;

	plan->choices = ARENA_NEW_ARRAY(checker->arena, struct plan_choice,
					checker->head_choice_count + 1);
	for (choice = checker->head_choices; choice; choice = choice->next)
		plan->choices[plan->choice_count++] = choice->plan;
}
