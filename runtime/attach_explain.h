/* Attach explain: why a probe could not be attached, at its place in the script. */
#pragma once

#include <stdbool.h>

struct attach_failure;
struct attachments;
struct load;

/* Prints the diagnostic. */
void attach_explain(const struct load *load, const struct attach_failure *failure, bool color);

/* Warns of the places that a pattern matched and that were left out; nothing if none were. */
void attach_explain_skipped(const struct load *load, const struct attachments *attachments,
			    bool color);

/* What ERROR (an errno) means for a probe of MECHANISM; never NULL. HINT may become NULL. */
const char *attach_explain_error(int mechanism, int error, const char **hint);
