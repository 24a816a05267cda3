/*
 * Kfunc place: which programs may call which kernel functions, and the other
 * mechanism for the same probe where the first may not.
 */
#pragma once

struct probe_target;
struct resolver;

/*
 * Changes TARGET's mechanism to one whose programs may call what the body calls, or
 * complains at the call. What the body needs is in TARGET->uses.
 */
void kfunc_place_settle(struct resolver *resolver, struct probe_target *target);
