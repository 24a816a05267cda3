/*
 * Attach iterator: the kernel goes over what an iterator stands for while somebody reads
 * its descriptor, and runs the program for each element. For each a byte comes out
 * (codegen/emit/seq.c), so a read of N bytes goes over N elements, and the ring can be
 * emptied before the next.
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/attach_internal.h"
#include "runtime/load.h"

enum {
	TASK_PREFIX = 4,
	ORDER_DESCENDANTS = 2,		/* of control groups: all, parents first */
};

/* The kernel's union bpf_iter_link_info, of which the headers may be older. */
union iterator_info {
	struct {
		uint32_t order, fd;
		uint64_t id;
	} cgroup;
	struct {
		uint32_t tid, pid, pid_fd;
	} task;
};

/* What the link has to be told, if anything; its size. */
static uint32_t describe(const struct attaching *attaching, const struct plan_target *target,
			 union iterator_info *info)
{
	memset(info, 0, sizeof(*info));
	if (!strcmp(target->symbol, "cgroup")) {
		info->cgroup.order = ORDER_DESCENDANTS;
		return sizeof(*info);
	}
	if (attaching->options->pid && !strncmp(target->symbol, "task", TASK_PREFIX)) {
		info->task.pid = (uint32_t)attaching->options->pid;
		return sizeof(*info);
	}
	return 0;
}

int attach_iterator(struct attaching *attaching, const struct plan_target *target)
{
	LIBBPF_OPTS(bpf_link_create_opts, options);
	union iterator_info info;
	int link_fd, fd;

	options.iter_info_len = describe(attaching, target, &info);
	options.iter_info = options.iter_info_len ? (union bpf_iter_link_info *)&info : NULL;
	link_fd = bpf_link_create(attaching->program_fd, 0, BPF_TRACE_ITER, &options);
	if (link_fd < 0 && options.iter_info_len && attaching->options->pid) {
		/* Before 6.1 all tasks are gone over, and the program asks whose they are. */
		options.iter_info_len = 0;
		options.iter_info = NULL;
		link_fd = bpf_link_create(attaching->program_fd, 0, BPF_TRACE_ITER, &options);
	}
	if (link_fd < 0)
		return -errno;
	fd = bpf_iter_create(link_fd);
	if (fd < 0) {
		int error = -errno;

		close(link_fd);
		return error;
	}
	attach_add(attaching, fd, link_fd);
	return 0;
}

bool attach_iterate(const struct load *load, struct attachments *list, unsigned most,
		    struct attach_failure *failure)
{
	const struct plan_program *program;
	char bytes[ATTACH_ELEMENTS_MOST];
	ssize_t count;

	failure->error = 0;
	if (most > sizeof(bytes))
		most = sizeof(bytes);
	for (; list->iterated < list->count; list->iterated++) {
		program = &load->plan->programs[list->list[list->iterated].program];
		if (program->mechanism != MECHANISM_ITERATOR)
			continue;
		count = read(list->list[list->iterated].fd, bytes, most);
		if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)))
			return true;
		if (count < 0)
			*failure = (struct attach_failure){
				.error = -errno, .target = program->targets, .program = program,
			};
		list->iterated++;
		return true;
	}
	return false;
}
