/*
 * Request: its members, visited once for writing and for reading.
 */
#include "codegen/request.h"

#include "codegen/wire.h"
#include "lexer/arena.h"

/* First word of every request: a process that is given anything else says so. */
#define REQUEST_MAGIC 0x7165726bu

static void request_visit_argument(struct wire *wire, void *argument)
{
	wire_string(wire, argument);
}

static void request_visit_script(struct wire *wire, void *element)
{
	struct request_script *script = element;

	wire_string(wire, &script->name);
	wire_bytes(wire, &script->bytes, &script->length);
	wire_u32(wire, &script->form);
}

static void request_visit_fd(struct wire *wire, int32_t *fd)
{
	uint32_t bits = (uint32_t)*fd;

	wire_u32(wire, &bits);
	*fd = (int32_t)bits;
}

static void request_visit(struct wire *wire, struct request *request)
{
	void *arguments = request->arguments, *scripts = request->scripts;
	void *contexts = request->contexts;

	wire_array(wire, &scripts, &request->script_count, sizeof(*request->scripts),
		   request_visit_script);
	request->scripts = scripts;
	wire_array(wire, &contexts, &request->context_count, sizeof(*request->contexts),
		   request_visit_script);
	request->contexts = contexts;
	wire_bool(wire, &request->shares_maps);
	wire_array(wire, &arguments, &request->argument_count, sizeof(char *),
		   request_visit_argument);
	request->arguments = arguments;
	wire_string(wire, &request->settings);
	wire_string(wire, &request->library);
	wire_string(wire, &request->kernel_root);
	wire_u32(wire, &request->pid_filter);
	wire_string(wire, &request->mapped_files);
	wire_bool(wire, &request->is_unsafe);
	wire_u32(wire, &request->child_pid);
	wire_string(wire, &request->dump_stages);
	wire_bool(wire, &request->color);
	wire_bool(wire, &request->verbose);
	wire_bool(wire, &request->dry_run);
	wire_bool(wire, &request->wants_help);
	wire_bool(wire, &request->wants_completion);
	wire_bool(wire, &request->wants_reports);
	request_visit_fd(wire, &request->tracefs_fd);
	request_visit_fd(wire, &request->kallsyms_fd);
	request_visit_fd(wire, &request->root_fd);
	request_visit_fd(wire, &request->feature_fd);
	request_visit_fd(wire, &request->file_fd);
	request_visit_fd(wire, &request->image_fd);
}

void request_write(const struct request *request, struct buffer *out)
{
	struct wire wire = wire_writer(out);
	struct request copy = *request;
	uint32_t magic = REQUEST_MAGIC;

	wire_u32(&wire, &magic);
	request_visit(&wire, &copy);
}

struct request *request_read(struct arena *arena, const void *bytes, uint32_t length)
{
	struct wire wire = wire_reader(arena, bytes, length);
	struct request *request = ARENA_NEW(arena, struct request);
	uint32_t magic = 0;

	wire_u32(&wire, &magic);
	if (magic != REQUEST_MAGIC)
		return NULL;
	request_visit(&wire, request);
	return wire.failed || wire.left ? NULL : request;
}
