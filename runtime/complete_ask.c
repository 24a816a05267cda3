/*
 * Complete ask: what could be written further is asked of the compiler, in a process of its own.
 */
#include "runtime/complete_ask.h"

#include <string.h>
#include <unistd.h>

#include "codegen/request.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/compile_process.h"
#include "runtime/feature_probe.h"
#include "runtime/import.h"
#include "runtime/tracefs.h"

void complete_ask(struct arena *arena, const struct complete_question *question,
		  struct buffer *answer)
{
	struct feature_probe features = { { false }, { 0 } };
	bool here = !strcmp(question->kernel, "/");
	struct request_script script = {
		.name = "", .bytes = (char *)question->text,
		.length = (uint32_t)strlen(question->text),
	};
	struct request request = {
		.script_count = 1, .scripts = &script, .kernel_root = (char *)question->kernel,
		.arguments = question->arguments, .argument_count = question->argument_count,
		.dump_stages = "", .settings = "", .library = (char *)import_library(arena),
		.wants_completion = true, .kallsyms_fd = -1, .root_fd = -1,
		.tracefs_fd = here ? tracefs_open(TRACEFS_TRACE, NULL) : -1,
	};
	const struct compile_job job = {
		.request = &request, .ask_feature = here ? feature_probe_ask : NULL,
		.ask_context = &features,
	};
	struct compile_image image = { 0 };

	if (request.tracefs_fd < 0)
		request.tracefs_fd = -1;
	if (!compile_process_run(arena, &job, &image) && image.size)
		buffer_append(answer, image.bytes, image.size);
	compile_image_release(&image);
	if (request.tracefs_fd >= 0)
		close(request.tracefs_fd);
}
