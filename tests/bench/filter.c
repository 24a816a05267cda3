/*
 * Measures what one system call takes, getppid(2), on this processor: the least of many rounds, in
 * nanoseconds. For tests/bench/filter.
 *
 *   filter [empty]     `empty`: with a program that does nothing on sys_enter, and one on sys_exit
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 200, CALLS = 5000 };

static int attach_nothing(const char *tracepoint)
{
	static const struct bpf_insn nothing[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int program = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "nothing", "GPL", nothing, 2,
				    NULL);

	return program < 0 ? program : bpf_raw_tracepoint_open(tracepoint, program);
}

static double measure_round(void)
{
	struct timespec before, after;

	clock_gettime(CLOCK_MONOTONIC, &before);
	for (int i = 0; i < CALLS; i++)
		syscall(SYS_getppid);
	clock_gettime(CLOCK_MONOTONIC, &after);
	return ((double)(after.tv_sec - before.tv_sec) * 1e9 +
		(double)(after.tv_nsec - before.tv_nsec)) / CALLS;
}

int main(int argc, char **argv)
{
	double least = 1e9, round;

	(void)argv;
	if (argc > 1 && (attach_nothing("sys_enter") < 0 || attach_nothing("sys_exit") < 0)) {
		perror("filter");
		return 1;
	}
	for (int i = 0; i < ROUNDS; i++) {
		round = measure_round();
		least = round < least ? round : least;
	}
	printf("%.1f\n", least);
	return 0;
}
