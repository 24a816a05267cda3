/* Attach's inside: what the rows of attach.c call; each in an attach_*.c. */
#pragma once

#include "runtime/attach.h"

struct attaching {
	const struct attach_options *options;
	struct attachments *list;
	const struct plan_program *program;
	uint32_t index;			/* of the program in the plan */
	int program_fd;
};

/* Takes over FD (and LINK_FD or -1) as an attachment of the program. */
void attach_add(struct attaching *attaching, int fd, int link_fd);

/* Each attaches the program to TARGET; 0 or -errno. */
int attach_timer(struct attaching *attaching, const struct plan_target *target);
int attach_event(struct attaching *attaching, const struct plan_target *target);
int attach_watchpoint(struct attaching *attaching, const struct plan_target *target);
int attach_tracepoint(struct attaching *attaching, const struct plan_target *target);
int attach_kprobe(struct attaching *attaching, const struct plan_target *target);
int attach_uprobe(struct attaching *attaching, const struct plan_target *target);
int attach_raw_tracepoint(struct attaching *attaching, const struct plan_target *target);
int attach_trampoline(struct attaching *attaching, const struct plan_target *target);
int attach_iterator(struct attaching *attaching, const struct plan_target *target);

/* All of the program's targets at once, in one link. */
int attach_syscall(struct attaching *attaching, const struct plan_target *targets);
int attach_kprobe_multi(struct attaching *attaching, const struct plan_target *targets);
