/*
 * Takes one thing away in a kernel's type information, by renaming it in place: the new name
 * is the old one without its first character (or, of one character, another name that is
 * there), so that no string is added and types of modules, which count on from these, stay
 * right.
 *
 *   btf_rename FILE member STRUCT MEMBER    in every struct or union of that name, and in
 *                                           unnamed ones inside
 *   btf_rename FILE function NAME
 *   btf_rename FILE parameters FUNCTION     it has none any more: its prototype is another's
 *   btf_rename FILE type NAME               a struct, union, enum or typedef
 *   btf_rename FILE constant NAME
 *
 * Exit status 1 if there was no such thing.
 */
#include <fcntl.h>
#include <linux/btf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What newer headers have; the build's may be older. */
enum { KIND_DECL_TAG = 17, KIND_ENUM64 = 19 };

struct information {
	char *types, *types_end;
	const char *strings;
	struct btf_type **by_id;
	struct btf_type nothing;	/* void, which has number 0 */
	__u32 count;
	__u32 empty;		/* a prototype without parameters */
	unsigned renamed;
};

static size_t type_size(const struct btf_type *type)
{
	size_t more = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case KIND_DECL_TAG:
		return sizeof(*type) + sizeof(__u32);
	case BTF_KIND_ARRAY:
		return sizeof(*type) + sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return sizeof(*type) + more * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return sizeof(*type) + more * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return sizeof(*type) + more * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
	case KIND_ENUM64:
		return sizeof(*type) + more * 3 * sizeof(__u32);
	default:
		return sizeof(*type);
	}
}

static bool is_named(const struct information *information, __u32 name, const char *wanted)
{
	return !strcmp(information->strings + name, wanted);
}

/* A name of one letter becomes another that surely is there and is no member: of a basic type. */
static void rename_at(struct information *information, __u32 *name)
{
	const struct btf_type *other;

	information->renamed++;
	if (information->strings[*name] && information->strings[*name + 1]) {
		++*name;
		return;
	}
	for (__u32 id = 1; id < information->count; id++) {
		other = information->by_id[id];
		if (BTF_INFO_KIND(other->info) == BTF_KIND_INT) {
			*name = other->name_off;
			return;
		}
	}
}

static bool is_struct(const struct btf_type *type)
{
	return BTF_INFO_KIND(type->info) == BTF_KIND_STRUCT || BTF_INFO_KIND(type->info) == BTF_KIND_UNION;
}

static void rename_member(struct information *information, struct btf_type *type, const char *name)
{
	struct btf_member *member = (struct btf_member *)(type + 1);

	for (unsigned i = 0; i < BTF_INFO_VLEN(type->info); i++, member++) {
		struct btf_type *inner = information->by_id[member->type];

		if (is_named(information, member->name_off, name))
			rename_at(information, &member->name_off);
		else if (!information->strings[member->name_off] && is_struct(inner))
			rename_member(information, inner, name);
	}
}

/* The struct behind a name: itself, or what a typedef gives the name to. */
static struct btf_type *struct_named(struct information *information, struct btf_type *type,
				     const char *name)
{
	if (!is_named(information, type->name_off, name))
		return NULL;
	if (BTF_INFO_KIND(type->info) == BTF_KIND_TYPEDEF && type->type &&
	    !information->strings[information->by_id[type->type]->name_off])
		type = information->by_id[type->type];
	return is_struct(type) ? type : NULL;
}

static void rename_in_type(struct information *information, struct btf_type *type, char **what)
{
	unsigned kind = BTF_INFO_KIND(type->info), count = BTF_INFO_VLEN(type->info);
	bool has_name = is_named(information, type->name_off, what[1]);
	struct btf_type *inner;

	if (!strcmp(what[0], "member")) {
		inner = struct_named(information, type, what[1]);
		if (inner)
			rename_member(information, inner, what[2]);
	} else if (!strcmp(what[0], "function")) {
		if (kind == BTF_KIND_FUNC && has_name)
			rename_at(information, &type->name_off);
	} else if (!strcmp(what[0], "type")) {
		if (kind != BTF_KIND_FUNC && kind != BTF_KIND_VAR && has_name)
			rename_at(information, &type->name_off);
	} else if (!strcmp(what[0], "parameters")) {
		/* Functions with the same parameters share them. */
		if (kind == BTF_KIND_FUNC && has_name && information->empty) {
			type->type = information->empty;
			information->renamed++;
		}
	} else if (kind == BTF_KIND_ENUM || kind == KIND_ENUM64) {
		size_t size = (kind == BTF_KIND_ENUM ? 2 : 3) * sizeof(__u32);

		for (unsigned i = 0; i < count; i++) {
			__u32 *name = (__u32 *)((char *)(type + 1) + i * size);

			if (is_named(information, *name, what[1]))
				rename_at(information, name);
		}
	}
}

static bool index_types(struct information *information)
{
	char *at;

	information->count = 1;
	for (at = information->types; at < information->types_end; at += type_size((struct btf_type *)at))
		information->count++;
	information->by_id = calloc(information->count, sizeof(*information->by_id));
	if (!information->by_id)
		return false;
	information->by_id[0] = &information->nothing;
	information->count = 1;
	for (at = information->types; at < information->types_end; at += type_size((struct btf_type *)at))
		information->by_id[information->count++] = (struct btf_type *)at;
	for (__u32 id = 1; id < information->count && !information->empty; id++)
		if (BTF_INFO_KIND(information->by_id[id]->info) == BTF_KIND_FUNC_PROTO &&
		    !BTF_INFO_VLEN(information->by_id[id]->info))
			information->empty = id;
	return at == information->types_end;
}

int main(int argc, char **argv)
{
	struct information information = { 0 };
	const struct btf_header *header;
	struct stat status;
	char *data;
	int fd;

	if (argc < 4 || argc != (!strcmp(argv[2], "member") ? 5 : 4)) {
		fprintf(stderr, "usage: btf_rename FILE WHAT NAME...\n");
		return 2;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0 || fstat(fd, &status)) {
		perror(argv[1]);
		return 2;
	}
	data = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	header = (const struct btf_header *)data;
	if (data == MAP_FAILED || (size_t)status.st_size < sizeof(*header) || header->magic != BTF_MAGIC) {
		fprintf(stderr, "%s holds no type information\n", argv[1]);
		return 2;
	}
	information.types = data + header->hdr_len + header->type_off;
	information.types_end = information.types + header->type_len;
	information.strings = data + header->hdr_len + header->str_off;
	if (!index_types(&information)) {
		fprintf(stderr, "%s has types that this program does not know\n", argv[1]);
		free(information.by_id);
		return 2;
	}
	for (__u32 id = 1; id < information.count; id++)
		rename_in_type(&information, information.by_id[id], argv + 2);
	free(information.by_id);
	return information.renamed == 0;
}
