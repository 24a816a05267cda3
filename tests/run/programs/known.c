/*
 * A task whose kernel structures hold values that are known: cases read them
 * back through pointers, arrays, bit-fields and unions of task_struct. Having
 * set them it makes one getppid(2) call and ends.
 *
 *   comm "known-task"; static priority 127 (nice 7); the bit sched_reset_on_fork;
 *   the limit of open files 777 (soft) and 888 (hard); file 9 is a pipe's end
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	const struct sched_param parameter = { .sched_priority = 0 };
	const struct rlimit limit = { .rlim_cur = 777, .rlim_max = 888 };
	int ends[2];

	if (prctl(PR_SET_NAME, "known-task") || setpriority(PRIO_PROCESS, 0, 7) ||
	    sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &parameter) ||
	    setrlimit(RLIMIT_NOFILE, &limit) || pipe(ends) || dup2(ends[1], 9) != 9) {
		perror("known");
		return 1;
	}
	syscall(SYS_getppid);
	return 0;
}
