/*
 * A crowd for loops to go over: 20 control groups with 200 processes and more, of which
 * many are killed and replaced, and some groups removed and made again, all the time.
 * What it did it writes into a record, one line each; times are nanoseconds since boot.
 *
 *   crowd FOLDER RECORD      FOLDER: a cgroup file system; its group "crowd" is made
 *
 * Who asks whom to be looked at, for a tracer to hook:
 *   getpriority(1, ROUND) by crowd-ask: list all processes and the children of its group
 *   getpriority(0, ID) by crowd-ask: which control group has this id
 *   kill(PID, SIGUSR1) by crowd-ask: list the threads and memory areas of that process
 *   kill(self, 0) by a crowd-s…: list its own threads and memory areas
 *   kill(self, 0) by a crowd-m…: which control group is it in
 *
 * The record:
 *   life PID NAME PARENT GROUP BEGUN SETTLED ENDING ENDED    a process; GROUP: an id
 *   group ID NAME BEGUN SETTLED ENDING ENDED                 a control group
 *   proc ROUND before|after PID             what /proc had
 *   folder ROUND before|after ID NAME       what the file system had
 *   asked ID BEGUN ENDED                    an id that was asked for
 *   thread PID TID, area PID START-END      of a crowd-s… or a process that stays
 *   signal PID NUMBER NAME PARENT SENDER    a signal that was sent
 * What is still there at the end has ENDING and ENDED 0. It is there for certain from
 * SETTLED to ENDING, and it is not before BEGUN and after ENDED.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	GROUPS = 20,
	STAYING_GROUPS = 12,
	MEMBERS = 11,
	STAYING_MEMBERS = 6,
	KEEPERS = 2,
	ROUNDS = 8,
	DEEDS = 24, /* of the keepers, between two rounds at least */
	LIVES = 16384,
};

struct span {
	uint64_t begun, settled, ending, ended;
};

struct life {
	int pid, keeper, signal;
	char name[16];
	uint64_t group;
	struct span span;
};

struct group {
	uint64_t id;
	unsigned number;
	struct span span;
};

struct shared {
	atomic_uint lives, groups, deeds, ready, shown;
	atomic_bool stop;
	struct life life[LIVES];
	struct group group[LIVES];
};

static struct shared *shared;
static const char *folder;
static FILE *record;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void group_path(char *path, unsigned number, const char *file)
{
	sprintf(path, "%.200s/crowd/g%u/%s", folder, number, file);
}

static void join(const char *path)
{
	int file = open(path, O_WRONLY);

	if (file < 0 || write(file, "0", 1) != 1)
		fail(path);
	close(file);
}

/* One write each, because several processes append. */
static void record_append(const char *text)
{
	if (write(fileno(record), text, strlen(text)) < 0)
		fail("record");
}

/* ---- those that are listed */

static void *thread_stay(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return NULL;
}

static void show_self(void)
{
	char line[512], text[128];
	struct dirent *entry;
	DIR *tasks = opendir("/proc/self/task");
	FILE *maps = fopen("/proc/self/maps", "r");

	while (tasks && (entry = readdir(tasks))) {
		if (*entry->d_name == '.')
			continue;
		sprintf(text, "thread %d %.20s\n", getpid(), entry->d_name);
		record_append(text);
	}
	while (maps && fgets(line, sizeof(line), maps)) {
		unsigned long start, end;

		if (strstr(line, "[vsyscall]") || sscanf(line, "%lx-%lx", &start, &end) != 2)
			continue;
		sprintf(text, "area %d %lx-%lx\n", getpid(), start, end);
		record_append(text);
	}
	if (tasks)
		closedir(tasks);
	if (maps)
		fclose(maps);
	kill(getpid(), 0);
}

/* Memory areas must not change between the record and the end. */
static void show_when_told(unsigned threads)
{
	sigset_t told;
	pthread_t thread;
	int number;

	sigemptyset(&told);
	sigaddset(&told, SIGUSR1);
	for (unsigned i = 0; i < threads; i++)
		pthread_create(&thread, NULL, thread_stay, NULL);
	shared->ready++;
	for (;;) {
		sigwait(&told, &number);
		show_self();
		shared->shown++;
	}
}

static void member_live(struct life *life, unsigned number, bool shows)
{
	char path[256];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, life->name);
	group_path(path, number, "cgroup.procs");
	join(path);
	if (!shows)
		kill(getpid(), 0);
	life->span.settled = now();
	if (shows)
		show_when_told(number % 4);
	for (;;)
		pause();
}

/* ---- those that kill and replace them */

static struct life *member_begin(unsigned keeper, struct group *group, bool shows)
{
	unsigned index = shared->lives++;
	struct life *life = &shared->life[index];
	int pid;

	if (index >= LIVES)
		fail("too many lives");
	sprintf(life->name, "crowd-%c%u", shows ? 's' : 'm', index);
	life->keeper = (int)keeper;
	life->group = group->id;
	life->signal = index % 2 ? SIGKILL : SIGTERM;
	life->span.begun = now();
	pid = fork();
	if (!pid)
		member_live(life, group->number, shows);
	if (pid < 0)
		fail("fork");
	life->pid = pid;
	return life;
}

/* A process that has not settled would have to be told from one that has. */
static void member_end(struct life *life)
{
	while (!*(volatile uint64_t *)&life->span.settled)
		usleep(200);
	life->span.ending = now();
	kill(life->pid, life->signal);
	while (waitpid(life->pid, NULL, 0) < 0 && errno == EINTR)
		;
	life->span.ended = now();
	shared->deeds++;
}

static struct group *group_begin(unsigned number)
{
	struct group *group = &shared->group[shared->groups++];
	struct stat status;
	char path[256];

	group_path(path, number, "");
	group->number = number;
	group->span.begun = now();
	if (mkdir(path, 0755) || stat(path, &status))
		fail(path);
	group->id = status.st_ino;
	group->span.settled = now();
	return group;
}

static void group_end(struct group *group)
{
	char path[256];

	group_path(path, group->number, "");
	group->span.ending = now();
	while (rmdir(path)) {
		if (errno != EBUSY)
			fail(path);
		usleep(200);
	}
	group->span.ended = now();
}

static void keeper_churn(unsigned keeper, struct group **groups, struct life *(*members)[MEMBERS])
{
	unsigned turn = 0;

	for (; !shared->stop; turn++) {
		unsigned g = (turn * 7 + 1) % (GROUPS / KEEPERS);
		unsigned number = groups[g]->number;
		unsigned m = STAYING_MEMBERS + turn % (MEMBERS - STAYING_MEMBERS);

		if (number < STAYING_GROUPS || turn % 4) {
			member_end(members[g][m]);
			members[g][m] = member_begin(keeper, groups[g], false);
			continue;
		}
		for (m = 0; m < MEMBERS; m++)
			member_end(members[g][m]);
		group_end(groups[g]);
		groups[g] = group_begin(number);
		for (m = 0; m < MEMBERS; m++)
			members[g][m] = member_begin(keeper, groups[g], false);
	}
}

static void keeper_live(unsigned keeper)
{
	struct life *members[GROUPS / KEEPERS][MEMBERS];
	struct group *groups[GROUPS / KEEPERS];
	char name[16];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sprintf(name, "crowd-%c", 'A' + keeper);
	prctl(PR_SET_NAME, name);
	for (unsigned g = 0; g < GROUPS / KEEPERS; g++) {
		groups[g] = group_begin(g * KEEPERS + keeper);
		for (unsigned m = 0; m < MEMBERS; m++)
			members[g][m] = member_begin(keeper, groups[g],
				     !m && groups[g]->number < STAYING_GROUPS);
	}
	shared->ready++;
	keeper_churn(keeper, groups, members);
	for (unsigned g = 0; g < GROUPS / KEEPERS; g++) {
		for (unsigned m = 0; m < MEMBERS; m++)
			member_end(members[g][m]);
		group_end(groups[g]);
	}
	_exit(0);
}

/* ---- the one that asks */

static void record_processes(unsigned round, const char *when)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;

	while (processes && (entry = readdir(processes)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9')
			fprintf(record, "proc %u %s %s\n", round, when, entry->d_name);
	closedir(processes);
}

static void record_folders(unsigned round, const char *when)
{
	struct dirent *entry;
	char path[256];
	DIR *folders;

	sprintf(path, "%.200s/crowd", folder);
	folders = opendir(path);
	while (folders && (entry = readdir(folders)))
		if (entry->d_type == DT_DIR && *entry->d_name != '.')
			fprintf(record, "folder %u %s %lu %s\n", round, when,
				(unsigned long)entry->d_ino, entry->d_name);
	closedir(folders);
}

static void ask_for_groups(void)
{
	for (unsigned i = 0; i < shared->groups; i++) {
		uint64_t id = shared->group[i].id, begun = now();

		if (!id)
			continue;
		syscall(SYS_getpriority, PRIO_PROCESS, (int)id);
		fprintf(record, "asked %lu %lu %lu\n", (unsigned long)id, (unsigned long)begun,
			(unsigned long)now());
	}
}

static void wait_until(atomic_uint *number, unsigned least)
{
	while (*number < least)
		usleep(500);
}

static void ask(void)
{
	for (unsigned round = 1; round <= ROUNDS; round++) {
		wait_until(&shared->deeds, round * DEEDS);
		record_processes(round, "before");
		record_folders(round, "before");
		syscall(SYS_getpriority, PRIO_PGRP, round);
		record_folders(round, "after");
		record_processes(round, "after");
	}
	ask_for_groups();
	fflush(record);
	for (unsigned i = 0, shown = 0; i < shared->lives; i++) {
		struct life *life = &shared->life[i];

		if (life->name[6] != 's')
			continue;
		kill(life->pid, SIGUSR1);
		wait_until(&shared->shown, ++shown);
		fprintf(record, "signal %d %d %s crowd-%c crowd-ask\n", life->pid, SIGUSR1,
			life->name, 'A' + life->keeper);
	}
}

static void span_write(const struct span *span)
{
	fprintf(record, " %lu %lu %lu %lu\n", (unsigned long)span->begun,
		(unsigned long)span->settled, (unsigned long)span->ending,
		(unsigned long)span->ended);
}

static void record_write(void)
{
	for (unsigned i = 0; i < shared->lives; i++) {
		struct life *life = &shared->life[i];

		fprintf(record, "life %d %s crowd-%c %lu", life->pid, life->name,
			'A' + life->keeper, (unsigned long)life->group);
		span_write(&life->span);
		fprintf(record, "signal %d %d %s crowd-%c crowd-%c\n", life->pid, life->signal,
			life->name, 'A' + life->keeper, 'A' + life->keeper);
	}
	for (unsigned i = 0; i < shared->groups; i++) {
		fprintf(record, "group %lu g%u", (unsigned long)shared->group[i].id,
			shared->group[i].number);
		span_write(&shared->group[i].span);
	}
}

int main(int argc, char **argv)
{
	int keepers[KEEPERS];
	char path[256];
	sigset_t told;

	if (argc != 3)
		return 2;
	folder = argv[1];
	record = fopen(argv[2], "a");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (!record || shared == MAP_FAILED)
		fail(argv[2]);
	sigemptyset(&told);
	sigaddset(&told, SIGUSR1);
	sigprocmask(SIG_BLOCK, &told, NULL);
	sprintf(path, "%.200s/crowd", folder);
	if (mkdir(path, 0755))
		fail(path);
	for (unsigned i = 0; i < KEEPERS; i++) {
		keepers[i] = fork();
		if (!keepers[i])
			keeper_live(i);
		fprintf(record, "life %d crowd-%c crowd-ask 0 0 %lu 0 0\n", keepers[i], 'A' + i,
			(unsigned long)now());
		fflush(record);
	}
	sprintf(path, "%.200s/crowd/cgroup.procs", folder);
	join(path);
	prctl(PR_SET_NAME, "crowd-ask");
	wait_until(&shared->ready, KEEPERS + STAYING_GROUPS);
	ask();
	shared->stop = true;
	for (unsigned i = 0; i < KEEPERS; i++)
		waitpid(keepers[i], NULL, 0);
	record_write();
	fclose(record);
	sprintf(path, "%.200s/cgroup.procs", folder);
	join(path);
	sprintf(path, "%.200s/crowd", folder);
	return rmdir(path) ? 1 : 0;
}
