/*
 * Perf: the perf events that programs are hooked to. Every function answers a
 * descriptor, owned by the caller, or -errno; closing it ends the attachment.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A tick of the CPU clock on CPU: every PERIOD ns, or FREQUENCY times a second if PERIOD is 0. */
int perf_open_timer(uint64_t period, uint64_t frequency, int cpu);

/* Every PERIOD events of PERF_TYPE_SOFTWARE or PERF_TYPE_HARDWARE that CPU counts. */
int perf_open_software(uint64_t config, uint64_t period, int cpu);
int perf_open_hardware(uint64_t config, uint64_t period, int cpu);

/* Each access on CPU, as MODES (HW_BREAKPOINT_*) say, to LENGTH bytes at ADDRESS. */
int perf_open_breakpoint(uint64_t address, uint32_t length, uint32_t modes, int cpu);

/* Tracepoint number ID, on all CPUs. */
int perf_open_tracepoint(uint64_t id);

/* The kernel function FUNCTION ("module:function" too) + OFFSET; NULL: OFFSET is the address. */
int perf_open_kprobe(const char *function, uint64_t offset, bool is_return);

/*
 * OFFSET in the file PATH; PID 0: in every process. Programs that have it count up the 16 bits at
 * SEMAPHORE in the file while it lasts (4.20); 0: none.
 */
int perf_open_uprobe(const char *path, uint64_t offset, uint64_t semaphore, bool is_return,
		     pid_t pid);

/* Runs the program at each event of FD from now on; 0 or -errno. */
int perf_start(int fd, int program_fd);
