/*
 * Perf: events through perf_event_open, so that the kernel takes them away with
 * the descriptor, however this process ends. kprobes and uprobes are perf's own
 * (4.17), not the text interface of tracefs, which would outlive a kill -9.
 */
#include "runtime/perf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int perf_open(struct perf_event_attr *attributes, pid_t pid, int cpu)
{
	long fd;

	attributes->size = sizeof(*attributes);
	attributes->disabled = 1;
	fd = syscall(SYS_perf_event_open, attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : (int)fd;
}

int perf_open_timer(uint64_t period, uint64_t frequency, int cpu)
{
	struct perf_event_attr attributes = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_CPU_CLOCK,
	};

	if (period) {
		attributes.sample_period = period;
	} else {
		attributes.freq = 1;
		attributes.sample_freq = frequency;
	}
	return perf_open(&attributes, -1, cpu);
}

static int perf_open_counter(uint32_t type, uint64_t config, uint64_t period, int cpu)
{
	struct perf_event_attr attributes = {
		.type = type, .config = config, .sample_period = period,
	};

	return perf_open(&attributes, -1, cpu);
}

int perf_open_software(uint64_t config, uint64_t period, int cpu)
{
	return perf_open_counter(PERF_TYPE_SOFTWARE, config, period, cpu);
}

int perf_open_hardware(uint64_t config, uint64_t period, int cpu)
{
	return perf_open_counter(PERF_TYPE_HARDWARE, config, period, cpu);
}

int perf_open_breakpoint(uint64_t address, uint32_t length, uint32_t modes, int cpu)
{
	struct perf_event_attr attributes = {
		.type = PERF_TYPE_BREAKPOINT, .bp_type = modes, .bp_addr = address,
		.bp_len = length, .sample_period = 1,
	};

	return perf_open(&attributes, -1, cpu);
}

int perf_open_tracepoint(uint64_t id)
{
	struct perf_event_attr attributes = {
		.type = PERF_TYPE_TRACEPOINT, .config = id, .sample_period = 1,
	};

	return perf_open(&attributes, -1, 0);
}

/* Reads a small number behind PREFIX from a file of sysfs; -errno. */
static int read_number(const char *path, const char *prefix)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count;

	if (fd < 0)
		return -errno;
	count = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (count <= 0 || strncmp(text, prefix, strlen(prefix)))
		return -EINVAL;
	return atoi(text + strlen(prefix));
}

/* The event source PMU ("kprobe", "uprobe"), entry or return. */
static int probe_attributes(const char *pmu, bool is_return, struct perf_event_attr *attributes)
{
	char path[96];
	int type, bit = 0;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", pmu);
	type = read_number(path, "");
	if (type < 0)
		return type == -ENOENT ? -EOPNOTSUPP : type;
	if (is_return) {
		snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/format/retprobe",
			 pmu);
		bit = read_number(path, "config:");
		if (bit < 0)
			return bit;
	}
	*attributes = (struct perf_event_attr){
		.type = (uint32_t)type, .config = is_return ? 1ull << bit : 0,
	};
	return 0;
}

int perf_open_kprobe(const char *function, uint64_t offset, bool is_return)
{
	struct perf_event_attr attributes;
	int error = probe_attributes("kprobe", is_return, &attributes);

	if (error)
		return error;
	attributes.config1 = (uint64_t)(uintptr_t)function;
	attributes.config2 = offset;
	return perf_open(&attributes, -1, 0);
}

/* The upper bits of config say where the semaphore is. */
static int add_semaphore(uint64_t semaphore, struct perf_event_attr *attributes)
{
	int bit = semaphore ? read_number("/sys/bus/event_source/devices/uprobe/format/"
					  "ref_ctr_offset", "config:") : 0;

	if (bit < 0)
		return bit == -ENOENT ? -EOPNOTSUPP : bit;
	attributes->config |= semaphore << bit;
	return 0;
}

int perf_open_uprobe(const char *path, uint64_t offset, uint64_t semaphore, bool is_return,
		     pid_t pid)
{
	struct perf_event_attr attributes;
	int error = probe_attributes("uprobe", is_return, &attributes);

	if (!error)
		error = add_semaphore(semaphore, &attributes);
	if (error)
		return error;
	attributes.config1 = (uint64_t)(uintptr_t)path;
	attributes.config2 = offset;
	return pid ? perf_open(&attributes, pid, -1) : perf_open(&attributes, -1, 0);
}

int perf_start(int fd, int program_fd)
{
	if (ioctl(fd, PERF_EVENT_IOC_SET_BPF, program_fd) ||
	    ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
		return -errno;
	return 0;
}
