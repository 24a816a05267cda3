/*
 * Plan make: from what was checked to the plan.
 */
#pragma once

struct checker;

/* Fills checker->checked: plan, programs, maps. */
void plan_make(struct checker *checker);
