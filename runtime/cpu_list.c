/*
 * CPU list: CPUs can be missing in between, so that counting is not enough.
 */
#include "runtime/cpu_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_CPUS (1 << 16)

int cpu_list_visit(const char *list, bool (*visit)(void *context, int cpu), void *context)
{
	char *end;

	while (*list && *list != '\n') {
		long first = strtol(list, &end, 10), last = first;

		if (end == list)
			return -EINVAL;
		if (*end == '-') {
			list = end + 1;
			last = strtol(list, &end, 10);
			if (end == list)
				return -EINVAL;
		}
		if (first < 0 || last < first || last >= MOST_CPUS)
			return -EINVAL;
		for (long cpu = first; cpu <= last; cpu++)
			if (!visit(context, (int)cpu))
				return 0;
		list = end + (*end == ',');
		if (*end && *end != ',' && *end != '\n')
			return -EINVAL;
	}
	return 0;
}

int cpu_list_visit_online(bool (*visit)(void *context, int cpu), void *context)
{
	char list[4096];
	int fd = open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC);
	ssize_t count;

	if (fd < 0)
		return -errno;
	count = read(fd, list, sizeof(list) - 1);
	close(fd);
	if (count <= 0)
		return -EIO;
	list[count] = '\0';
	return cpu_list_visit(list, visit, context);
}
