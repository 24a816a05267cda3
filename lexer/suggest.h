/*
 * Suggest: the nearest name, for "did you mean".
 *
 * Feed every candidate, then ask; the distance is Damerau-Levenshtein, and a
 * candidate counts only when it is near enough for its length.
 */
#pragma once

#include <stddef.h>

struct suggest {
	const char *wanted;
	const char *best;	/* borrowed from the caller; NULL while nothing is near */
	unsigned distance;
};

void suggest_start(struct suggest *suggest, const char *wanted);

/* Considers CANDIDATE, which must outlive SUGGEST. */
void suggest_offer(struct suggest *suggest, const char *candidate);

/* The distance in edits between two names, at most LIMIT + 1 (it stops counting there). */
unsigned suggest_distance(const char *one, const char *other, unsigned limit);
