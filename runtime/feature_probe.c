/*
 * Feature probe: one row a feature. Versions say little, since vendors backport;
 * so each feature is tried with the smallest program or call that needs it.
 */
#include "runtime/feature_probe.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "runtime/perf.h"

#define INSTRUCTION(code_, destination, source, offset, immediate) \
	((struct bpf_insn){ .code = (code_), .dst_reg = (destination), .src_reg = (source), \
			    .off = (offset), .imm = (immediate) })
#define MOVE(destination, value) INSTRUCTION(BPF_ALU64 | BPF_MOV | BPF_K, destination, 0, 0, value)
#define EXIT INSTRUCTION(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

/* Attach types that the headers of older systems lack. */
enum { ATTACH_UPROBE_MULTI = 48, ATTACH_KPROBE_SESSION = 56 };

static int load_program(enum bpf_prog_type type, uint32_t attach, int btf_id,
			const struct bpf_insn *code, size_t count)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options,
		    .expected_attach_type = (enum bpf_attach_type)attach,
		    .attach_btf_id = (uint32_t)btf_id);

	return bpf_prog_load(type, NULL, "GPL", code, count, &options);
}

/* A program that does nothing; a descriptor or less than 0. */
static int load_empty(enum bpf_prog_type type, uint32_t attach, int btf_id)
{
	const struct bpf_insn code[] = { MOVE(BPF_REG_0, 0), EXIT };

	return load_program(type, attach, btf_id, code, 2);
}

static long close_and_answer(int fd)
{
	if (fd < 0)
		return 0;
	close(fd);
	return 1;
}

static long probe_kprobe(void)
{
	return !access("/sys/bus/event_source/devices/kprobe/type", R_OK);
}

static long probe_hardware(void)
{
	return close_and_answer(perf_open_hardware(PERF_COUNT_HW_CPU_CYCLES, 1000000, 0));
}

static long probe_watchpoint(void)
{
	return !access("/sys/bus/event_source/devices/breakpoint/type", R_OK);
}

static long probe_uprobe(void)
{
	return !access("/sys/bus/event_source/devices/uprobe/type", R_OK);
}

/*
 * A kernel that has the link reads the list that we name, which is not there:
 * EFAULT. Others refuse before that (EINVAL, EOPNOTSUPP). Nothing is attached.
 */
static long probe_multi(uint32_t attach)
{
	struct {
		uint32_t program, target, attach, flags;
		union {
			struct {
				uint32_t flags, count;
				uint64_t symbols, addresses, cookies;
			} kprobe;
			struct {
				uint64_t path, offsets, references, cookies;
				uint32_t count, flags, pid;
			} uprobe;
		};
	} attributes;
	int fd = load_empty(BPF_PROG_TYPE_KPROBE, attach, 0);
	long link;

	if (fd < 0)
		return 0;
	memset(&attributes, 0, sizeof(attributes));
	attributes.program = (uint32_t)fd;
	attributes.attach = attach;
	if (attach == ATTACH_UPROBE_MULTI) {
		attributes.uprobe.path = attributes.uprobe.offsets = 8;
		attributes.uprobe.count = 1;
	} else {
		attributes.kprobe.addresses = 8;
		attributes.kprobe.count = 1;
	}
	link = syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof(attributes));
	close(fd);
	if (link >= 0)
		close((int)link);
	return link < 0 && errno == EFAULT;
}

static long probe_kprobe_multi(void)
{
	return probe_multi(BPF_TRACE_KPROBE_MULTI);
}

static long probe_kprobe_session(void)
{
	return probe_multi(ATTACH_KPROBE_SESSION);
}

static long probe_uprobe_multi(void)
{
	return probe_multi(ATTACH_UPROBE_MULTI);
}

/* Loads and attaches a program at FUNCTION for a moment; a link or less than 0. */
static int try_fentry(const struct btf *btf, const char *function)
{
	int id = btf__find_by_name_kind(btf, function, BTF_KIND_FUNC);
	int program = id > 0 ? load_empty(BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, id) : -1;
	int link;

	if (program < 0)
		return -1;
	link = bpf_raw_tracepoint_open(NULL, program);
	close(program);
	return link;
}

/* Loading is not enough: an architecture can lack the trampolines that attaching needs. */
static long probe_fentry(void)
{
	static const char *const functions[] = { "vfs_statfs", "vfs_fsync", "vfs_read" };
	struct btf *btf;
	int link = -1;

	/* Where such programs are forbidden, that is known without reading the kernel's BTF. */
	if (close_and_answer(load_empty(BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, 1)) == 0 &&
	    errno == EPERM)
		return 0;
	btf = btf__load_vmlinux_btf();
	if (!btf)
		return 0;
	for (unsigned i = 0; i < sizeof(functions) / sizeof(functions[0]) && link < 0; i++)
		link = try_fentry(btf, functions[i]);
	btf__free(btf);
	return close_and_answer(link);
}

static long probe_raw_tracepoint(void)
{
	return close_and_answer(load_empty(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0));
}

static long probe_ringbuf(void)
{
	return close_and_answer(bpf_map_create(BPF_MAP_TYPE_RINGBUF, NULL, 0, 0,
					       (uint32_t)sysconf(_SC_PAGESIZE), NULL));
}

static long probe_test_run_raw(void)
{
	int fd = load_empty(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0);
	int error;
	LIBBPF_OPTS(bpf_test_run_opts, options);

	if (fd < 0)
		return 0;
	error = bpf_prog_test_run_opts(fd, &options);
	close(fd);
	return !error;
}

static long probe_helper(enum bpf_prog_type type, enum bpf_func_id helper)
{
	return libbpf_probe_bpf_helper(type, helper, NULL) == 1;
}

static long probe_for_each(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_for_each_map_elem);
}

static long probe_loop(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_loop);
}

static long probe_get_func_ip(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_get_func_ip);
}

static long probe_percpu_lookup(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_map_lookup_percpu_elem);
}

static long probe_override(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_override_return);
}

static long probe_ktime_tai(void)
{
	return probe_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_ktime_get_tai_ns);
}

static long probe_fetch_atomics(void)
{
	const struct bpf_insn code[] = {
		MOVE(BPF_REG_1, 1),
		INSTRUCTION(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_1, -8, 0),
		INSTRUCTION(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_10, BPF_REG_1, -8,
			    BPF_ADD | BPF_FETCH),
		MOVE(BPF_REG_0, 0), EXIT,
	};

	return close_and_answer(load_program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0, code, 5));
}

static long probe_large_keys(void)
{
	return close_and_answer(bpf_map_create(BPF_MAP_TYPE_HASH, NULL, 1024, 8, 1, NULL));
}

/*
 * A tracepoint's program that calls a kfunc of tasks: where it may, the verifier gets
 * as far as missing the release (EINVAL); where it may not, it says EACCES.
 */
static long probe_kfunc_tracepoint(void)
{
	struct btf *btf = btf__load_vmlinux_btf();
	int id = btf ? btf__find_by_name_kind(btf, "bpf_task_from_pid", BTF_KIND_FUNC) : -1;
	const struct bpf_insn code[] = {
		MOVE(BPF_REG_1, 1),
		INSTRUCTION(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, id),
		MOVE(BPF_REG_0, 0), EXIT,
	};
	int fd = -1, error = EACCES;

	if (id > 0) {
		fd = load_program(BPF_PROG_TYPE_TRACEPOINT, 0, 0, code, 4);
		error = errno;
	}
	btf__free(btf);
	return close_and_answer(fd) || error == EINVAL;
}

/* Which way of preemption is in brackets among those that can be chosen while the kernel runs? */
static bool is_chosen_preemptible(void)
{
	char text[128] = "";
	int fd = open("/sys/kernel/debug/sched/preempt", O_RDONLY | O_CLOEXEC);
	ssize_t count;

	if (fd < 0)
		return true;	/* nobody says so: it is what newer kernels are */
	count = read(fd, text, sizeof(text) - 1);
	close(fd);
	return count <= 0 || (!strstr(text, "(none)") && !strstr(text, "(voluntary)"));
}

static long probe_preemptible(void)
{
	struct utsname name;

	if (uname(&name) || !strstr(name.version, "PREEMPT"))
		return 0;
	return !strstr(name.version, "PREEMPT_DYNAMIC") || is_chosen_preemptible();
}

/* Calls the kernel's functions by their numbers in its BTF. */
static long probe_preempt_disable(void)
{
	struct btf *btf = btf__load_vmlinux_btf();
	int disable, enable;

	if (!btf)
		return 0;
	disable = btf__find_by_name_kind(btf, "bpf_preempt_disable", BTF_KIND_FUNC);
	enable = btf__find_by_name_kind(btf, "bpf_preempt_enable", BTF_KIND_FUNC);
	btf__free(btf);
	if (disable <= 0 || enable <= 0)
		return 0;
	const struct bpf_insn code[] = {
		INSTRUCTION(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, disable),
		INSTRUCTION(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, enable),
		MOVE(BPF_REG_0, 0), EXIT,
	};

	return close_and_answer(load_program(BPF_PROG_TYPE_KPROBE, 0, 0, code, 4));
}

static long probe_cpu_v4(void)
{
	const struct bpf_insn code[] = {
		MOVE(BPF_REG_0, 6), MOVE(BPF_REG_1, -2),
		/* An offset of 1 makes the division signed. */
		INSTRUCTION(BPF_ALU64 | BPF_DIV | BPF_X, BPF_REG_0, BPF_REG_1, 1, 0),
		MOVE(BPF_REG_0, 0), EXIT,
	};

	return close_and_answer(load_program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0, code, 5));
}

static long (*const probes[FEATURE_COUNT])(void) = {
	[FEATURE_KPROBE] = probe_kprobe,
	[FEATURE_HARDWARE] = probe_hardware,
	[FEATURE_WATCHPOINT] = probe_watchpoint,
	[FEATURE_KPROBE_MULTI] = probe_kprobe_multi,
	[FEATURE_KPROBE_SESSION] = probe_kprobe_session,
	[FEATURE_FENTRY] = probe_fentry,
	[FEATURE_UPROBE] = probe_uprobe,
	[FEATURE_UPROBE_MULTI] = probe_uprobe_multi,
	[FEATURE_RAW_TRACEPOINT] = probe_raw_tracepoint,
	[FEATURE_RINGBUF] = probe_ringbuf,
	[FEATURE_TEST_RUN_RAW] = probe_test_run_raw,
	[FEATURE_FOR_EACH] = probe_for_each,
	[FEATURE_LOOP] = probe_loop,
	[FEATURE_GET_FUNC_IP] = probe_get_func_ip,
	[FEATURE_PERCPU_LOOKUP] = probe_percpu_lookup,
	[FEATURE_KTIME_TAI] = probe_ktime_tai,
	[FEATURE_OVERRIDE] = probe_override,
	[FEATURE_FETCH_ATOMICS] = probe_fetch_atomics,
	[FEATURE_LARGE_KEYS] = probe_large_keys,
	[FEATURE_KFUNC_TRACEPOINT] = probe_kfunc_tracepoint,
	[FEATURE_PREEMPTIBLE] = probe_preemptible,
	[FEATURE_PREEMPT_DISABLE] = probe_preempt_disable,
	[FEATURE_CPU_V4] = probe_cpu_v4,
};

long feature_probe_ask(void *context, enum feature feature)
{
	struct feature_probe *probe = context;

	if (!probe->asked[feature]) {
		/* Whatever libbpf has to say about an attempt that fails is no news. */
		libbpf_set_print(NULL);
		probe->answers[feature] = probes[feature] ? probes[feature]() : 0;
		probe->asked[feature] = true;
	}
	return probe->answers[feature];
}
