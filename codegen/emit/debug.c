/*
 * Debug info: what becomes the object's BTF and line info. The kernel wants a
 * name for every parameter of a defined function and a line for every function's
 * first instruction; libbpf reads maps from the types given to their globals.
 */
#include "codegen/emit/emit.h"

#include <stdio.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"

enum {
	DWARF_BOOLEAN = 2, DWARF_SIGNED = 5, DWARF_UNSIGNED = 7,
	COLUMN_MAX = 1023,	/* the bits that BTF's line info has for it */
};

static LLVMMetadataRef debug_basic(struct emitter *emitter, const char *name, unsigned bits,
				   unsigned encoding)
{
	return LLVMDIBuilderCreateBasicType(emitter->debug, name, strlen(name), bits, encoding,
					    LLVMDIFlagZero);
}

static LLVMMetadataRef debug_file(struct emitter *emitter, const char *name)
{
	/* With "." as the directory LLVM finds a script's lines for the verifier's log. */
	return LLVMDIBuilderCreateFile(emitter->debug, name, strlen(name), ".", 1);
}

void debug_open(struct emitter *emitter)
{
	const struct text *text;
	unsigned count = 0;

	LLVMAddModuleFlag(emitter->module, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18,
			  LLVMValueAsMetadata(ir_int32(emitter, LLVMDebugMetadataVersion())));
	LLVMAddModuleFlag(emitter->module, LLVMModuleFlagBehaviorWarning, "Dwarf Version", 13,
			  LLVMValueAsMetadata(ir_int32(emitter, 4)));
	emitter->debug = LLVMCreateDIBuilder(emitter->module);
	for (text = emitter->texts->first; text; text = text->next)
		count++;
	emitter->debug_files = ARENA_NEW_ARRAY(emitter->arena, LLVMMetadataRef, count + 1);
	count = 0;
	for (text = emitter->texts->first; text; text = text->next)
		emitter->debug_files[count++] = debug_file(emitter, text->name);
	if (!count)
		emitter->debug_files[0] = debug_file(emitter, "ktrace");
	emitter->debug_unit = LLVMDIBuilderCreateCompileUnit(
		emitter->debug, LLVMDWARFSourceLanguageC99, emitter->debug_files[0], "ktrace", 6,
		true, "", 0, 0, "", 0, LLVMDWARFEmissionFull, 0, false, false, "", 0, "", 0);
	emitter->debug_int = debug_basic(emitter, "int", 32, DWARF_SIGNED);
	emitter->debug_u64 = debug_basic(emitter, "unsigned long long", 64, DWARF_UNSIGNED);
	emitter->debug_pointer = LLVMDIBuilderCreatePointerType(emitter->debug, NULL, 64, 64, 0,
								"", 0);
}

void debug_close(struct emitter *emitter)
{
	LLVMDIBuilderFinalize(emitter->debug);
	LLVMDisposeDIBuilder(emitter->debug);
	emitter->debug = NULL;
}

static LLVMMetadataRef debug_find_file(struct emitter *emitter, const struct text *wanted)
{
	unsigned index = 0;

	for (const struct text *text = emitter->texts->first; text; text = text->next, index++)
		if (text == wanted)
			return emitter->debug_files[index];
	return emitter->debug_files[0];
}

LLVMMetadataRef debug_describe_function(struct emitter *emitter, LLVMValueRef function,
					const char *name, struct span span, unsigned count,
					const char *const *parameter_names, bool is_static)
{
	struct text_place place = { .line = 1 };
	LLVMMetadataRef types[6], file, type, scope;

	text_find_place(emitter->texts, span.start, &place);
	file = debug_find_file(emitter, place.text);
	types[0] = emitter->debug_int;
	for (unsigned i = 0; i < count; i++)
		types[i + 1] = LLVMGetTypeKind(LLVMTypeOf(LLVMGetParam(function, i))) ==
				LLVMPointerTypeKind ? emitter->debug_pointer : emitter->debug_u64;
	type = LLVMDIBuilderCreateSubroutineType(emitter->debug, file, types, count + 1,
						 LLVMDIFlagZero);
	scope = LLVMDIBuilderCreateFunction(emitter->debug, file, name, strlen(name), name,
					    strlen(name), file, place.line, type, is_static, true,
					    place.line, LLVMDIFlagPrototyped, true);
	LLVMSetSubprogram(function, scope);
	for (unsigned i = 0; i < count; i++)
		LLVMDIBuilderCreateParameterVariable(emitter->debug, scope, parameter_names[i],
						     strlen(parameter_names[i]), i + 1, file,
						     place.line, types[i + 1], true,
						     LLVMDIFlagZero);
	return scope;
}

void debug_set_place(struct emitter *emitter, struct span span)
{
	struct text_place place;

	if (!emitter->function)
		return;
	/* What ktrace adds on its own account belongs to the probe's head. */
	if (!span.end && emitter->program)
		span = emitter->program->probe->span;
	if (!text_find_place(emitter->texts, span.start, &place))
		place.line = place.column = 1;
	if (place.column > COLUMN_MAX)
		place.column = COLUMN_MAX;
	LLVMSetCurrentDebugLocation2(
		emitter->builder,
		LLVMDIBuilderCreateDebugLocation(emitter->context, place.line, place.column,
						 emitter->function->scope, NULL));
}

/*
 * A type as libbpf compares it: kinds, and structs by their names, which need no
 * members for that.
 */
static LLVMMetadataRef debug_type(struct emitter *emitter, const struct type *type)
{
	LLVMMetadataRef target;

	switch (type->kind) {
	case TYPE_VOID:
		return NULL;
	case TYPE_POINTER:
		target = debug_type(emitter, type->target);
		return LLVMDIBuilderCreatePointerType(emitter->debug, target, 64, 64, 0, "", 0);
	case TYPE_STRUCT:
		if (type->is_union)
			return LLVMDIBuilderCreateUnionType(
				emitter->debug, emitter->debug_unit, type->name,
				strlen(type->name), emitter->debug_files[0], 1, 0, 8,
				LLVMDIFlagZero, NULL, 0, 0, "", 0);
		return LLVMDIBuilderCreateStructType(
			emitter->debug, emitter->debug_unit, type->name, strlen(type->name),
			emitter->debug_files[0], 1, 0, 8, LLVMDIFlagZero, NULL, NULL, 0, 0, NULL,
			"", 0);
	case TYPE_ENUM:
		return LLVMDIBuilderCreateEnumerationType(
			emitter->debug, emitter->debug_unit, type->name, strlen(type->name),
			emitter->debug_files[0], 1, type->size * 8ull, type->size * 8u, NULL, 0,
			emitter->debug_int);
	case TYPE_BOOLEAN:
		return debug_basic(emitter, "_Bool", 8, DWARF_BOOLEAN);
	default:
		return debug_basic(emitter, type->is_signed ? "int" : "unsigned int",
				   type->size * 8, type->is_signed ? DWARF_SIGNED : DWARF_UNSIGNED);
	}
}

void debug_declare_function(struct emitter *emitter, LLVMValueRef value,
			    const struct function *function)
{
	LLVMMetadataRef types[6], type, scope;
	const char *name = LLVMGetValueName2(value, &(size_t){ 0 });

	types[0] = debug_type(emitter, function->return_type);
	for (uint32_t i = 0; i < function->parameter_count; i++)
		types[i + 1] = debug_type(emitter, function->parameters[i].type);
	type = LLVMDIBuilderCreateSubroutineType(emitter->debug, emitter->debug_files[0], types,
						 function->parameter_count + 1, LLVMDIFlagZero);
	scope = LLVMDIBuilderCreateFunction(emitter->debug, emitter->debug_unit, name,
					    strlen(name), name, strlen(name),
					    emitter->debug_files[0], 1, type, false, false, 1,
					    LLVMDIFlagPrototyped, true);
	LLVMSetSubprogram(value, scope);
}

static void debug_attach_global(struct emitter *emitter, LLVMValueRef global, const char *name,
				LLVMMetadataRef type)
{
	LLVMMetadataRef expression = LLVMDIBuilderCreateExpression(emitter->debug, NULL, 0);
	LLVMMetadataRef variable = LLVMDIBuilderCreateGlobalVariableExpression(
		emitter->debug, emitter->debug_unit, name, strlen(name), "", 0,
		emitter->debug_files[0], 1, type, false, expression, NULL, 64);

	LLVMGlobalSetMetadata(global, LLVMGetMDKindIDInContext(emitter->context, "dbg", 3),
			      variable);
}

static LLVMMetadataRef debug_array(struct emitter *emitter, LLVMMetadataRef element,
				   unsigned element_bits, uint32_t count)
{
	LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(emitter->debug, 0, count);

	return LLVMDIBuilderCreateArrayType(emitter->debug, (uint64_t)count * element_bits,
					    element_bits, element, &range, 1);
}

void debug_describe_map(struct emitter *emitter, LLVMValueRef map, const char *name,
			uint32_t type, uint32_t key_size, uint32_t value_size,
			uint32_t max_entries, uint32_t flags)
{
	/* libbpf's notation: a member is a pointer to an array of as many ints as its number. */
	const struct { const char *name; uint32_t value; } rows[] = {
		{ "type", type }, { "key_size", key_size }, { "value_size", value_size },
		{ "max_entries", max_entries }, { "map_flags", flags },
	};
	LLVMMetadataRef members[5], pointer, structure;
	LLVMMetadataRef file = emitter->debug_files[0];
	unsigned count = 0;

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].value)
			continue;
		pointer = LLVMDIBuilderCreatePointerType(
			emitter->debug, debug_array(emitter, emitter->debug_int, 32, rows[i].value),
			64, 64, 0, "", 0);
		members[count] = LLVMDIBuilderCreateMemberType(
			emitter->debug, emitter->debug_unit, rows[i].name, strlen(rows[i].name),
			file, 1, 64, 64, count * 64ull, LLVMDIFlagZero, pointer);
		count++;
	}
	structure = LLVMDIBuilderCreateStructType(emitter->debug, emitter->debug_unit, "", 0, file,
						  1, count * 64ull, 64, LLVMDIFlagZero, NULL,
						  members, count, 0, NULL, "", 0);
	debug_attach_global(emitter, map, name, structure);
}

void debug_describe_words(struct emitter *emitter, LLVMValueRef global, const char *name,
			  uint32_t words)
{
	debug_attach_global(emitter, global, name,
			    debug_array(emitter, emitter->debug_u64, 64, words));
}
