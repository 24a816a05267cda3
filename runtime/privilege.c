/*
 * Privilege: capabilities are looked at before anything is done, so that somebody
 * without them gets one sentence and no half-started work.
 */
#include "runtime/privilege.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/message.h"
#include "runtime/tracefs.h"

/* Numbers of capabilities that old headers lack. */
enum { PERFMON = 38, BPF = 39 };

static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data))
		return 0;
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

static bool has(uint64_t capabilities, int number)
{
	return capabilities >> number & 1;
}

bool privilege_is_enough(void)
{
	uint64_t capabilities = effective_capabilities();

	return has(capabilities, CAP_SYS_ADMIN) ||
	       (has(capabilities, BPF) && has(capabilities, PERFMON));
}

bool privilege_check(void)
{
	if (privilege_is_enough())
		return true;
	message_error("ktrace needs root, or CAP_BPF and CAP_PERFMON, to trace the kernel; run it "
		      "with sudo");
	return false;
}

const char *privilege_lockdown(void)
{
	static const char *const modes[] = { "integrity", "confidentiality" };
	char text[128] = "";
	int folder = tracefs_open(TRACEFS_SECURITY, NULL), fd;
	ssize_t count;

	if (folder < 0)
		return "none";
	fd = openat(folder, "lockdown", O_RDONLY | O_CLOEXEC);
	close(folder);
	if (fd < 0)
		return "none";
	count = read(fd, text, sizeof(text) - 1);
	close(fd);
	for (unsigned i = 0; count > 0 && i < sizeof(modes) / sizeof(modes[0]); i++) {
		const char *at = strstr(text, modes[i]);

		if (at && at > text && at[-1] == '[')
			return modes[i];
	}
	return "none";
}

static bool has_ring_buffer(void)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, NULL, 0, 0, (uint32_t)sysconf(_SC_PAGESIZE),
				NULL);

	if (fd < 0)
		return errno != EINVAL;
	close(fd);
	return true;
}

bool privilege_explain_refusal(void)
{
	const char *lockdown = privilege_lockdown();

	if (!strcmp(lockdown, "confidentiality")) {
		message_error("this kernel is locked down (confidentiality): it lets nobody read "
			      "its memory, so it cannot be traced");
		return true;
	}
	if (!has_ring_buffer()) {
		message_error("this kernel has no BPF ring buffer; ktrace needs Linux 5.8 or "
			      "newer");
		return true;
	}
	return false;
}
