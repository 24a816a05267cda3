/*
 * Grace: programs run between two quiet states of their CPU, which the kernel waits
 * for in membarrier(2).
 */
#include "runtime/grace.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void grace_wait(void)
{
	const struct timespec pause = { .tv_nsec = 50000000 };

	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&pause, NULL);
}
