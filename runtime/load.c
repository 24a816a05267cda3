/*
 * Load: libbpf does the work; ktrace tells it each program's type from the plan,
 * makes the ring itself (so that a smaller one can be tried) and maps the control
 * words. One buffer takes the verifier's log of whichever program is refused:
 * program I's log starts at byte I, so the first byte that was written tells
 * which one it was.
 */
#include "runtime/load.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "codegen/plan_wire.h"
#include "lexer/arena.h"
#include "lexer/ending.h"
#include "lexer/text.h"
#include "runtime/image.h"
#include "runtime/recorder.h"

#define RING_MOST (16u << 20)
#define RING_LEAST (64u << 10)
/* The largest log that every kernel takes. */
#define LOG_BYTES ((16u << 20) - 1)

static int print_verbose(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return level == LIBBPF_DEBUG ? 0 : vfprintf(stderr, format, arguments);
}

/* ---- programs ---- */

static int prepare_program(struct load *load, uint32_t index)
{
	const struct plan_program *plan = &load->plan->programs[index];
	const struct mechanism_row *row = &mechanism_rows[plan->mechanism];
	struct bpf_program *program = bpf_object__find_program_by_name(load->object,
								       plan->function);

	if (!program)
		return -EINVAL;
	load->programs[index] = program;
	bpf_program__set_type(program, row->program_type);
	bpf_program__set_expected_attach_type(program, row->attach_type);
	if (load->log && index < load->log_bytes / 2)
		bpf_program__set_log_buf(program, load->log + index, load->log_bytes - index);
	if (row->program_type == BPF_PROG_TYPE_TRACING)
		return plan->target_count
			       ? bpf_program__set_attach_target(program, 0, plan->targets[0].symbol)
			       : -EINVAL;
	return 0;
}

static int prepare_programs(struct load *load)
{
	const struct plan *plan = load->plan;
	int error = 0;

	load->programs = ARENA_NEW_ARRAY(load->arena, struct bpf_program *,
					 plan->program_count + 1);
	load->program_fds = ARENA_NEW_ARRAY(load->arena, int, plan->program_count + 1);
	/* Pages are touched only when a program is refused. */
	load->log_bytes = LOG_BYTES;
	load->log = mmap(NULL, load->log_bytes, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (load->log == MAP_FAILED)
		load->log = NULL;
	for (uint32_t i = 0; i < plan->program_count && !error; i++)
		error = prepare_program(load, i);
	return error;
}

/* ---- the ring ---- */

/* A power of two, at most a 64th of the memory. */
static uint32_t ring_default(void)
{
	struct sysinfo info;
	uint64_t limit = RING_MOST;
	uint32_t bytes = RING_MOST;

	if (!sysinfo(&info))
		limit = (uint64_t)info.totalram * info.mem_unit / 64;
	while (bytes > limit && bytes > RING_LEAST)
		bytes /= 2;
	return bytes;
}

/* Makes the ring as large as can be had; a size that the script chose is not made smaller. */
static int make_ring(struct load *load, struct bpf_map *map, uint32_t most)
{
	uint32_t chosen = load->plan->settings.ring_bytes;
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
	uint32_t bytes = chosen ? chosen : ring_default();
	int fd, error;

	if (bytes < page)
		bytes = page;
	while (most && !chosen && bytes > most)
		bytes /= 2;
	for (;;) {
		fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, PLAN_RING_MAP, 0, 0, bytes, NULL);
		if (fd >= 0 || chosen || bytes <= RING_LEAST ||
		    (errno != ENOMEM && errno != EPERM))
			break;
		bytes /= 2;
	}
	if (fd < 0)
		return -errno;
	load->ring_bytes = bytes;
	error = bpf_map__reuse_fd(map, fd);
	close(fd);
	return error;
}

/* ---- maps ---- */

/*
 * A map that forgets what was not used for longest keeps up to 128 free entries for each
 * CPU: with too few in all, it would forget what is in use.
 */
static int make_room(struct load *load)
{
	enum { ENTRIES_FOR_CPU = 256 };
	int cpus = libbpf_num_possible_cpus(), error = 0;

	for (uint32_t i = 0; i < load->plan->map_count && cpus > 0 && !error; i++) {
		const struct plan_map *plan = &load->plan->maps[i];
		struct bpf_map *map = bpf_object__find_map_by_name(load->object, plan->symbol);
		uint32_t least = (uint32_t)cpus * ENTRIES_FOR_CPU;

		if (map && plan->is_internal && plan->kind == PLAN_MAP_LRU_HASH &&
		    plan->max_entries < least)
			error = bpf_map__set_max_entries(map, least);
	}
	return error;
}

/* Programs whose scratch is larger than what a per-CPU map can give have a map with an entry for each. */
static int make_scratch(struct load *load)
{
	int cpus = libbpf_num_possible_cpus(), error = 0;
	struct bpf_map *map;

	for (uint32_t i = 0; i < load->plan->program_count && cpus > 0 && !error; i++) {
		if (load->plan->programs[i].scratch_size <= PLAN_SCRATCH_SHARED)
			continue;
		map = bpf_object__find_map_by_name(load->object,
						   arena_printf(load->arena, "%s_%" PRIu32,
								PLAN_SCRATCH_MAP, i));
		if (map)
			error = bpf_map__set_max_entries(map, (uint32_t)cpus);
	}
	return error;
}

/* Recorders that have slots for each CPU. */
static int make_lanes(struct load *load)
{
	int cpus = libbpf_num_possible_cpus(), error = 0;

	for (uint32_t i = 0; i < load->plan->recorder_count && cpus > 0 && !error; i++) {
		const struct plan_recorder *recorder = &load->plan->recorders[i];
		const uint32_t maps[] = { recorder->heads, recorder->slots };

		for (unsigned j = 0; j < 2 && recorder->is_per_cpu && !error; j++) {
			const struct plan_map *plan = &load->plan->maps[maps[j]];
			struct bpf_map *map = bpf_object__find_map_by_name(load->object,
									   plan->symbol);

			if (map)
				error = bpf_map__set_max_entries(map, plan->max_entries *
								 (uint32_t)cpus);
		}
	}
	return error;
}

/* Puts maps of other programs in the place of the program's own. */
static int share_maps(struct load *load, const struct load_sharing *sharing)
{
	int error = 0;

	for (uint32_t i = 0; i < load->plan->map_count && !error; i++) {
		const char *symbol = load->plan->maps[i].symbol;
		struct bpf_map *map = bpf_object__find_map_by_name(load->object, symbol);
		int fd = sharing->find_map(sharing->context, load->plan, i);

		if (map && fd >= 0)
			error = bpf_map__reuse_fd(map, fd);
	}
	return error;
}

static int find_map(const struct load *load, const char *name)
{
	return bpf_object__find_map_fd_by_name(load->object, name);
}

/* Maps the control words; a program without any gets words of its own that nobody reads. */
static int map_control(struct load *load)
{
	struct bpf_map *map;
	size_t wanted = sizeof(struct plan_control) + 8 * (size_t)load->plan->generation_count;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *words;

	bpf_object__for_each_map(map, load->object) {
		if (!ending_is(bpf_map__name(map), ".bss"))
			continue;
		if (bpf_map__value_size(map) < wanted)
			return -EINVAL;
		load->control_bytes = (bpf_map__value_size(map) + page - 1) / page * page;
		words = mmap(NULL, load->control_bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
			     bpf_map__fd(map), 0);
		if (words == MAP_FAILED)
			return -errno;
		load->live.control = words;
		return 0;
	}
	load->live.control = arena_alloc(load->arena, wanted);
	return 0;
}

static int find_maps(struct load *load)
{
	const struct plan *plan = load->plan;
	int count = libbpf_num_possible_cpus();

	if (count < 0)
		return count;
	load->live.plan = plan;
	load->live.cpu_count = (unsigned)count;
	load->live.ring_fd = find_map(load, PLAN_RING_MAP);
	load->live.ledger_fd = find_map(load, PLAN_LEDGER_MAP);
	load->live.map_fds = ARENA_NEW_ARRAY(load->arena, int, plan->map_count + 1);
	for (uint32_t i = 0; i < plan->map_count; i++) {
		load->live.map_fds[i] = find_map(load, plan->maps[i].symbol);
		if (load->live.map_fds[i] < 0)
			return -EINVAL;
	}
	return map_control(load);
}

/* ---- what failed ---- */

static bool find_refused_program(const struct load *load, struct load_result *result)
{
	for (uint32_t i = 0; load->log && i < load->plan->program_count; i++)
		if (load->log[i]) {
			result->failure = LOAD_FAILURE_VERIFIER;
			result->program = i;
			result->log = load->log + i;
			return true;
		}
	return false;
}

static const char *map_user_name(const struct load *load, const char *symbol)
{
	for (uint32_t i = 0; i < load->plan->map_count; i++)
		if (!strcmp(load->plan->maps[i].symbol, symbol))
			return load->plan->maps[i].name;
	return symbol;
}

static bool is_per_cpu(enum bpf_map_type type)
{
	return type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

/* libbpf does not tell which map it could not make: each is tried alone. */
static bool find_refused_map(const struct load *load, struct load_result *result)
{
	int cpus = libbpf_num_possible_cpus();
	struct bpf_map *map;

	bpf_object__for_each_map(map, load->object) {
		enum bpf_map_type type = bpf_map__type(map);
		int fd;

		if (ending_is(bpf_map__name(map), ".bss") || type == BPF_MAP_TYPE_RINGBUF)
			continue;
		fd = bpf_map_create(type, NULL, bpf_map__key_size(map), bpf_map__value_size(map),
				    bpf_map__max_entries(map), NULL);
		if (fd >= 0) {
			close(fd);
			continue;
		}
		result->error = -errno;
		result->failure = LOAD_FAILURE_MAP;
		result->map = map_user_name(load, bpf_map__name(map));
		result->map_bytes = ((uint64_t)bpf_map__key_size(map) +
				     (uint64_t)bpf_map__value_size(map) *
					     (is_per_cpu(type) && cpus > 0 ? cpus : 1)) *
				    bpf_map__max_entries(map);
		return true;
	}
	return false;
}

static bool fail(struct load_result *result, enum load_failure failure, int error)
{
	result->failure = failure;
	result->error = error;
	return false;
}

static bool load_object(struct load *load, struct load_result *result)
{
	int error = bpf_object__load(load->object);

	if (!error)
		return true;
	fail(result, LOAD_FAILURE_KERNEL, error);
	if (!find_refused_program(load, result))
		find_refused_map(load, result);
	return false;
}

static int open_object(struct load *load)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "ktrace");

	load->object = bpf_object__open_mem(load->image->bytes, load->image->size, &options);
	return load->object ? 0 : -errno;
}

static bool prepare_ring(struct load *load, uint32_t most, struct load_result *result)
{
	struct bpf_map *ring = bpf_object__find_map_by_name(load->object, PLAN_RING_MAP);
	int error = ring ? make_ring(load, ring, most) : 0;

	if (!error)
		return true;
	result->map = PLAN_RING_MAP;
	result->map_bytes = load->plan->settings.ring_bytes;
	return fail(result, LOAD_FAILURE_MAP, error);
}

bool load_image(struct load *load, struct arena *arena, const struct compile_image *image,
		bool verbose, struct load_result *result)
{
	return load_image_beside(load, arena, image, verbose, NULL, result);
}

bool load_image_beside(struct load *load, struct arena *arena, const struct compile_image *image,
		       bool verbose, const struct load_sharing *sharing,
		       struct load_result *result)
{
	struct timespec now;
	int error;

	*load = (struct load){ .arena = arena, .image = image,
			       .live = { .ring_fd = -1, .ledger_fd = -1 } };
	*result = (struct load_result){ 0 };
	libbpf_set_print(verbose ? print_verbose : NULL);
	load->plan = image_read_plan(load->arena, load->image->bytes, load->image->size);
	if (!load->plan)
		return fail(result, LOAD_FAILURE_IMAGE, -EINVAL);
	error = open_object(load);
	if (error)
		return fail(result, LOAD_FAILURE_IMAGE, error);
	error = prepare_programs(load);
	if (!error)
		error = make_room(load);
	if (!error)
		error = make_lanes(load);
	if (!error)
		error = make_scratch(load);
	if (!error && sharing)
		error = share_maps(load, sharing);
	if (error)
		return fail(result, LOAD_FAILURE_KERNEL, error);
	if (!prepare_ring(load, sharing ? sharing->ring_most : 0, result) || !load_object(load, result))
		return false;
	error = find_maps(load);
	if (!error)
		error = recorder_fill_pools(&load->live);
	if (error)
		return fail(result, LOAD_FAILURE_IMAGE, error);
	for (uint32_t i = 0; i < load->plan->program_count; i++)
		load->program_fds[i] = bpf_program__fd(load->programs[i]);
	clock_gettime(CLOCK_BOOTTIME, &now);
	load->live.control->start_time = (uint64_t)now.tv_sec * 1000000000u +
					 (uint64_t)now.tv_nsec;
	return true;
}

void load_close(struct load *load)
{
	if (load->control_bytes)
		munmap(load->live.control, load->control_bytes);
	if (load->log)
		munmap(load->log, load->log_bytes);
	bpf_object__close(load->object);
	*load = (struct load){ 0 };
}
