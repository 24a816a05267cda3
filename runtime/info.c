/*
 * Info: for people, and for the reports they send.
 */
#include "runtime/info.h"

#include <bpf/libbpf.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "codegen/target/feature.h"
#include "runtime/feature_probe.h"
#include "runtime/message.h"
#include "runtime/privilege.h"
#include "runtime/tracefs.h"

static void print_file_system(FILE *out, enum tracefs_kind kind)
{
	char path[512] = "", link[64];
	bool own;
	int fd = tracefs_open(kind, &own);
	ssize_t length;

	fprintf(out, "  %s: ", tracefs_name(kind));
	if (fd < 0) {
		fprintf(out, "none (%s)\n", message_system(fd));
		return;
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (own || length <= 0)
		fprintf(out, "not mounted; ktrace mounts its own for each run\n");
	else
		fprintf(out, "%s\n", path);
	close(fd);
}

static void print_kernel(FILE *out)
{
	struct utsname name;

	fprintf(out, "Kernel\n");
	if (!uname(&name))
		fprintf(out, "  release: %s\n  version: %s\n  machine: %s\n", name.release,
			name.version, name.machine);
	fprintf(out, "  types (BTF): %s\n",
		access("/sys/kernel/btf/vmlinux", R_OK) ? "no" : "/sys/kernel/btf/vmlinux");
	fprintf(out, "  lockdown: %s\n", privilege_lockdown());
	print_file_system(out, TRACEFS_TRACE);
	print_file_system(out, TRACEFS_BPF);
}

static void print_features(FILE *out)
{
	struct feature_probe probe = { { false }, { 0 } };

	fprintf(out, "Features\n");
	for (enum feature feature = 0; feature < FEATURE_COUNT; feature++) {
		long answer = feature_probe_ask(&probe, feature);
		const struct feature_row *row = &feature_rows[feature];

		fprintf(out, "  %-18s %-3s  %s%s%s%s\n", row->name, answer ? "yes" : "no",
			row->description, answer ? "" : " (Linux ", answer ? "" : row->since,
			answer ? "" : ")");
	}
}

void info_print(FILE *out)
{
	fprintf(out, "ktrace\n  version: %s\n  libbpf: %s\n", KTRACE_VERSION,
		libbpf_version_string());
	print_kernel(out);
	print_features(out);
}
