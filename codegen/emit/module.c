/*
 * Module: the whole object. Emits every program, then the maps with the sizes
 * that emitting found out, optimises, stores the plan and writes the ELF image.
 */
#include "codegen/emit/emit_module.h"

#include <linux/bpf.h>
#include <llvm/Config/llvm-config.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>

#include "codegen/emit/emit.h"
#include "codegen/plan_wire.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"

enum {
	RING_BYTES_DEFAULT = 1 << 20,	/* the loader sets the real size */
};

struct module {
	struct emitter emitter;
	LLVMTargetMachineRef machine;
};

static void module_make_types(struct emitter *emitter)
{
	emitter->i1 = LLVMInt1TypeInContext(emitter->context);
	emitter->i8 = LLVMInt8TypeInContext(emitter->context);
	emitter->i16 = LLVMInt16TypeInContext(emitter->context);
	emitter->i32 = LLVMInt32TypeInContext(emitter->context);
	emitter->i64 = LLVMInt64TypeInContext(emitter->context);
	emitter->void_ = LLVMVoidTypeInContext(emitter->context);
	emitter->pointer = LLVMPointerTypeInContext(emitter->context, 0);
}

static LLVMTargetMachineRef module_make_machine(void)
{
	LLVMTargetRef target;
	char *message = NULL;

	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	LLVMInitializeBPFAsmParser();	/* ir_load_context gives instructions as text */
	if (LLVMGetTargetFromTriple("bpfel", &target, &message))
		return NULL;
	return LLVMCreateTargetMachine(target, "bpfel", "v3", "", LLVMCodeGenLevelDefault,
				       LLVMRelocDefault, LLVMCodeModelDefault);
}

/* The shared control words: the object's only .bss variable. */
static void module_make_control(struct emitter *emitter)
{
	uint32_t words = sizeof(struct plan_control) / 8 +
			 emitter->checked->plan->generation_count;
	LLVMTypeRef type = LLVMArrayType(emitter->i64, words);

	emitter->control = LLVMAddGlobal(emitter->module, type, "control");
	LLVMSetInitializer(emitter->control, LLVMConstNull(type));
	LLVMSetSection(emitter->control, ".bss");
	LLVMSetAlignment(emitter->control, 8);
	debug_describe_words(emitter, emitter->control, "control", words);
}

/* The process for which alone the program runs, of -p or -c; 0: all. */
static uint32_t program_process(const struct emitter *emitter)
{
	const struct checked *checked = emitter->checked;

	switch (emitter->program->kind) {
	case PROBE_BEGIN:
	case PROBE_END:
	case PROBE_SELF:
	case PROBE_INTERVAL:
	case PROBE_ITER:	/* run by ktrace: they ask whose the element is */
		return 0;
	case PROBE_PROFILE:
	case PROBE_SOFTWARE:
	case PROBE_HARDWARE:
	case PROBE_WATCHPOINT:
		return checked->pid_filter ? checked->pid_filter : checked->child_pid;
	default:
		return checked->pid_filter;
	}
}

static void program_filter_pid(struct emitter *emitter)
{
	uint32_t process = program_process(emitter);
	LLVMBasicBlockRef on;
	LLVMValueRef pid;

	if (!process)
		return;
	pid = ir_binary(emitter, LLVMLShr, emit_helper0(emitter, HELPER_PID_TGID),
			ir_int(emitter, 32));
	on = ir_block(emitter, "filtered");
	LLVMBuildCondBr(emitter->builder,
			ir_compare(emitter, LLVMIntEQ, pid,
				   ir_int(emitter, process)),
			on, emitter->function->exit);
	ir_enter(emitter, on);
}

static void program_emit(struct emitter *emitter, const struct checked_program *program)
{
	static const char *const parameters[] = { "ctx" };
	struct plan_program *plan = &emitter->checked->plan->programs[program->index];
	struct emit_function *function;
	LLVMBasicBlockRef on;

	emitter->program = program;
	function = function_open(emitter, plan->function, program->probe->span, false, 1,
				 parameters);
	LLVMSetSection(function->value, plan->section);
	routine_emit_all(emitter);
	program_filter_pid(emitter);
	seq_emit_note(emitter);
	if (program->is_keeper)
		saved_emit_keeper(emitter);
	else if (program->record)
		saved_emit_find(emitter);
	if (program->predicate) {
		struct temporary_mark mark = emit_mark(emitter);

		on = ir_block(emitter, "matched");
		LLVMBuildCondBr(emitter->builder, emit_condition(emitter, program->predicate), on,
				function->exit);
		ir_enter(emitter, on);
		emit_release(emitter, mark);
	}
	emit_block(emitter, program->body);
	function_close(emitter);
	scratch_settle(emitter);
}

static uint32_t map_type(enum plan_map_kind kind)
{
	switch (kind) {
	case PLAN_MAP_HASH: return BPF_MAP_TYPE_HASH;
	case PLAN_MAP_LRU_HASH: return BPF_MAP_TYPE_LRU_HASH;
	case PLAN_MAP_PERCPU_HASH: return BPF_MAP_TYPE_PERCPU_HASH;
	case PLAN_MAP_PERCPU_LRU_HASH: return BPF_MAP_TYPE_LRU_PERCPU_HASH;
	case PLAN_MAP_ARRAY:
	case PLAN_MAP_SHARED_ARRAY: return BPF_MAP_TYPE_ARRAY;
	case PLAN_MAP_QUEUE: return BPF_MAP_TYPE_QUEUE;
	case PLAN_MAP_PERCPU_ARRAY: break;
	}
	return BPF_MAP_TYPE_PERCPU_ARRAY;
}

/* Every map of the plan is in the object, used or not: the runtime wants a descriptor for each. */
static void module_define_maps(struct emitter *emitter)
{
	const struct plan *plan = emitter->checked->plan;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		const struct plan_map *map = &plan->maps[i];

		debug_describe_map(emitter, emit_map_global(emitter, i), map->symbol,
				   map_type(map->kind), map->key_size, map->value_size,
				   map->max_entries,
				   map->kind == PLAN_MAP_SHARED_ARRAY ? BPF_F_MMAPABLE : 0);
	}
	if (emitter->ring)
		debug_describe_map(emitter, emitter->ring, PLAN_RING_MAP, BPF_MAP_TYPE_RINGBUF, 0,
				   0, RING_BYTES_DEFAULT, 0);
	if (emitter->ledger)
		debug_describe_map(emitter, emitter->ledger, PLAN_LEDGER_MAP,
				   BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(struct plan_ledger), 1, 0);
	scratch_define_shared(emitter);
}

static void module_add_license(struct emitter *emitter)
{
	LLVMValueRef text = LLVMConstStringInContext(emitter->context, "GPL", 3, false);
	LLVMValueRef license = LLVMAddGlobal(emitter->module, LLVMTypeOf(text), "_license");

	LLVMSetInitializer(license, text);
	LLVMSetSection(license, "license");
}

struct module *module_emit(struct arena *arena, struct diag_set *diags,
			   const struct text_set *texts, struct target *target,
			   struct checked *checked)
{
	struct module *module = ARENA_NEW(arena, struct module);
	struct emitter *emitter = &module->emitter;

	*emitter = (struct emitter){
		.arena = arena, .diags = diags, .texts = texts, .target = target,
		.checked = checked, .context = LLVMContextCreate(),
	};
	if (getrandom(&emitter->seed, sizeof(emitter->seed), 0) != sizeof(emitter->seed))
		emitter->seed = 0;	/* still correct, only foreseeable */
	module->machine = module_make_machine();
	emitter->module = LLVMModuleCreateWithNameInContext("ktrace", emitter->context);
	emitter->builder = LLVMCreateBuilderInContext(emitter->context);
	emitter->openers = ARENA_NEW_ARRAY(arena, LLVMValueRef,
					   checked->plan->recorder_count + 1);
	emitter->maps = ARENA_NEW_ARRAY(arena, LLVMValueRef, checked->plan->map_count + 1);
	LLVMSetTarget(emitter->module, "bpfel");
	if (module->machine) {
		LLVMTargetDataRef data = LLVMCreateTargetDataLayout(module->machine);

		LLVMSetModuleDataLayout(emitter->module, data);
		LLVMDisposeTargetData(data);
	}
	module_make_types(emitter);
	debug_open(emitter);
	module_make_control(emitter);
	for (const struct checked_program *program = checked->programs; program;
	     program = program->next)
		program_emit(emitter, program);
	module_define_maps(emitter);
	module_add_license(emitter);
	debug_close(emitter);
	return module;
}

/* From LLVM 18 on, instcombine aborts by default where it is not done after one round. */
#if LLVM_VERSION_MAJOR >= 18
#define INSTCOMBINE "instcombine<no-verify-fixpoint>"
#else
#define INSTCOMBINE "instcombine"
#endif

void module_optimise(struct module *module)
{
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	LLVMErrorRef error = LLVMRunPasses(
		module->emitter.module,
		"function(sroa,early-cse," INSTCOMBINE ",simplifycfg,early-cse," INSTCOMBINE ")",
		module->machine, options);

	LLVMDisposePassBuilderOptions(options);
	LLVMConsumeError(error);
}

/* As bytes of a section that is no part of any program; libbpf passes over it. */
static void module_store_plan(struct emitter *emitter)
{
	struct buffer bytes = { 0 };
	LLVMValueRef text, global;

	plan_write(emitter->checked->plan, &bytes);
	text = LLVMConstStringInContext(emitter->context, bytes.data, bytes.length, true);
	global = LLVMAddGlobal(emitter->module, LLVMTypeOf(text), "ktrace_plan");
	LLVMSetInitializer(global, text);
	LLVMSetSection(global, PLAN_SECTION);
	LLVMSetGlobalConstant(global, true);
	buffer_release(&bytes);
}

bool module_write_image(struct module *module, struct diag_set *diags, struct buffer *out)
{
	struct emitter *emitter = &module->emitter;
	LLVMMemoryBufferRef memory = NULL;
	char *message = NULL;

	module_store_plan(emitter);
	if (!module->machine ||
	    LLVMTargetMachineEmitToMemoryBuffer(module->machine, emitter->module,
						LLVMObjectFile, &message, &memory)) {
		diag_error(diags, (struct span){ 0 }, "LLVM cannot make an object of this "
			   "program: %s", message ? message : "it has no BPF target");
		LLVMDisposeMessage(message);
		return false;
	}
	buffer_append(out, LLVMGetBufferStart(memory), LLVMGetBufferSize(memory));
	LLVMDisposeMemoryBuffer(memory);
	return true;
}

void module_print(struct module *module, struct buffer *out)
{
	char *text = LLVMPrintModuleToString(module->emitter.module);

	buffer_append_string(out, text);
	LLVMDisposeMessage(text);
}

void module_free(struct module *module)
{
	if (!module)
		return;
	LLVMDisposeBuilder(module->emitter.builder);
	LLVMDisposeModule(module->emitter.module);
	if (module->machine)
		LLVMDisposeTargetMachine(module->machine);
	LLVMContextDispose(module->emitter.context);
}
