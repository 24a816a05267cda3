/*
 * Emitting the builtins that change the system.
 */
#include "codegen/emit/emit.h"
#include "stdlib/emit.h"

/* Warns while the program runs where a helper's RESULT is an error. */
static void warn_of_failure(struct emitter *emitter, const struct expr *call, LLVMValueRef result,
			    const char *sentence)
{
	struct ir_if branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
							      ir_int(emitter, 0)));

	emit_warning(emitter, call->span, sentence);
	ir_if_end(emitter, &branch);
}

static void send_signal(struct emitter *emitter, const struct expr *call, enum helper helper)
{
	LLVMValueRef number = emit_scalar(emitter, emit_call_argument(call, 0));

	warn_of_failure(emitter, call, emit_helper1(emitter, helper, number),
			"the kernel did not send the signal");
}

LLVMValueRef emit_signal(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	send_signal(emitter, call, HELPER_SEND_SIGNAL);
	return NULL;
}

LLVMValueRef emit_signal_thread(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	send_signal(emitter, call, HELPER_SEND_SIGNAL_THREAD);
	return NULL;
}

LLVMValueRef emit_override(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef result = emit_scalar(emitter, emit_call_argument(call, 0));

	(void)to;
	emit_helper2(emitter, HELPER_OVERRIDE_RETURN, emitter->function->context, result);
	return NULL;
}
