/*
 * Param kind: a row and a reader for each type. Readers refuse and leave the sentence
 * to their caller, who knows whether a script or a command line is wrong.
 */
#include "codegen/check/param_kind.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"
#include "parser/tree.h"

enum { SIGNALS_MAX = 64 };

/* 2^64 by the golden ratio: numbers of files and devices that are near each other stay apart. */
#define INODE_DEVICE_FACTOR 0x9e3779b97f4a7c15ull

/* ---- numbers ---- */

static bool read_digits(const char *text, uint64_t *number, const char **end)
{
	char *stop;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*number = strtoull(text, &stop, !strncmp(text, "0x", 2) || !strncmp(text, "0X", 2) ? 16 : 10);
	*end = stop;
	return !errno;
}

static bool read_int(struct value_reader *reader, const struct param_item *item,
		     struct param_value *value)
{
	bool is_negative = item->text[0] == '-';
	const char *end;

	(void)reader;
	if (!read_digits(item->text + is_negative, &value->number, &end) || *end ||
	    value->number > (uint64_t)INT64_MAX + is_negative)
		return false;
	value->is_negative = is_negative && value->number;
	if (is_negative)
		value->number = -value->number;
	return true;
}

static bool read_uint(struct value_reader *reader, const struct param_item *item,
		      struct param_value *value)
{
	const char *end;

	(void)reader;
	return read_digits(item->text, &value->number, &end) && !*end;
}

static bool read_pid(struct value_reader *reader, const struct param_item *item,
		     struct param_value *value)
{
	return read_uint(reader, item, value) && value->number && value->number <= INT_MAX;
}

struct unit {
	const char *name;
	uint64_t scale;
};

/* NUMBER[.DIGITS]UNIT; a bare number only where UNITS has a unit "". */
static bool read_with_unit(const char *text, const struct unit *units, uint64_t *number)
{
	uint64_t divisor = 1, part, whole;
	const char *at;

	if (!read_digits(text, &whole, &at))
		return false;
	for (part = 0; *at == '.' || (divisor > 1 && isdigit((unsigned char)*at)); at++) {
		if (*at == '.' && (divisor > 1 || !isdigit((unsigned char)at[1])))
			return false;
		if (*at == '.') {
			divisor = 10;
			part = (uint64_t)(*++at - '0');
		} else if (divisor < 1000000000) {
			divisor *= 10;
			part = part * 10 + (uint64_t)(*at - '0');
		}
	}
	for (; units->name; units++) {
		if (strcmp(units->name, at))
			continue;
		if (__builtin_mul_overflow(whole, units->scale, number))
			return false;
		part = (uint64_t)((unsigned __int128)part * units->scale / divisor);
		return !__builtin_add_overflow(*number, part, number);
	}
	return false;
}

static bool read_duration(struct value_reader *reader, const struct param_item *item,
			  struct param_value *value)
{
	static const struct unit units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000 * 1000 }, { "s", 1000 * 1000 * 1000 },
		{ "m", 60ull * 1000 * 1000 * 1000 }, { "h", 3600ull * 1000 * 1000 * 1000 },
		{ "d", 24 * 3600ull * 1000 * 1000 * 1000 }, { NULL, 0 },
	};
	const char *end;

	value->is_duration = true;
	if (read_digits(item->text, &value->number, &end) && !*end) {
		if (value->number)
			reader->problem = "the unit is missing";
		return !value->number;
	}
	return read_with_unit(item->text, units, &value->number);
}

static bool read_size(struct value_reader *reader, const struct param_item *item,
		      struct param_value *value)
{
	static const struct unit units[] = {
		{ "", 1 }, { "k", 1 << 10 }, { "K", 1 << 10 }, { "M", 1 << 20 }, { "G", 1 << 30 },
		{ "T", 1ull << 40 }, { "KiB", 1 << 10 }, { "MiB", 1 << 20 }, { "GiB", 1 << 30 },
		{ "TiB", 1ull << 40 }, { NULL, 0 },
	};

	(void)reader;
	return read_with_unit(item->text, units, &value->number);
}

static bool read_bool(struct value_reader *reader, const struct param_item *item,
		      struct param_value *value)
{
	static const struct unit words[] = {
		{ "true", 1 }, { "yes", 1 }, { "on", 1 }, { "1", 1 },
		{ "false", 0 }, { "no", 0 }, { "off", 0 }, { "0", 0 },
	};

	(void)reader;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, item->text))
			continue;
		value->number = words[i].scale;
		return true;
	}
	return false;
}

/* ---- texts ---- */

static bool read_string(struct value_reader *reader, const struct param_item *item,
			struct param_value *value)
{
	(void)reader;
	value->text = item->text;
	value->length = item->length;
	return true;
}

static bool read_choice(struct value_reader *reader, const struct param_item *item,
			struct param_value *value)
{
	const struct param_item *choice;
	const char *names = "";
	struct suggest suggest;

	suggest_start(&suggest, item->text);
	for (choice = reader->type->choices; choice; choice = choice->next) {
		names = arena_printf(reader->arena, "%s%s%s", names,
				     !*names ? "" : choice->next ? ", " : " or ", choice->text);
		suggest_offer(&suggest, choice->text);
		if (!strcmp(choice->text, item->text))
			return read_string(reader, item, value);
	}
	reader->problem = arena_printf(reader->arena, "it is %s", names);
	if (suggest.best)
		reader->hint = arena_printf(reader->arena, "did you mean `%s`?", suggest.best);
	return false;
}

/* NAME with SIG in front; the nearest is offered as people write it. */
static void suggest_signal(struct value_reader *reader, const char *name)
{
	const struct enumerator *signals;
	const struct type *type;
	struct suggest suggest;
	uint32_t count = 0;
	int64_t number;

	if (!target_find_constant(reader->target, "SIGKILL", &number, &type))
		return;
	signals = target_list_enumerators(reader->target, type, &count);
	suggest_start(&suggest, name);
	for (uint32_t i = 0; i < count; i++)
		suggest_offer(&suggest, signals[i].name);
	if (suggest.best)
		reader->hint = arena_printf(reader->arena, "did you mean `%s`?", suggest.best + 3);
}

/* KILL, SIGKILL, kill or 9; 0 is the signal that only asks. */
static bool read_signal(struct value_reader *reader, const struct param_item *item,
			struct param_value *value)
{
	const struct type *type;
	int64_t number;
	char *name, *at;

	if (read_uint(reader, item, value))
		return value->number <= SIGNALS_MAX;
	name = arena_printf(reader->arena, "%s%s", strncasecmp(item->text, "SIG", 3) ? "SIG" : "",
			    item->text);
	for (at = name; *at; at++)
		*at = (char)toupper((unsigned char)*at);
	if (!target_find_constant(reader->target, name, &number, &type)) {
		reader->problem = "there is no such signal";
		suggest_signal(reader, name);
		return false;
	}
	value->number = (uint64_t)number;
	return number > 0 && number <= SIGNALS_MAX;
}

/* ---- what the system knows ---- */

static bool read_user(struct value_reader *reader, const struct param_item *item,
		      struct param_value *value)
{
	const struct passwd *entry;

	if (read_uint(reader, item, value))
		return value->number <= UINT32_MAX;
	if (!strcmp(item->text, "unset")) {	/* the login user of who never logged in */
		value->number = UINT32_MAX;
		return true;
	}
	reader->asks_system = true;
	entry = getpwnam(item->text);
	if (!entry) {
		reader->problem = "there is no such user";
		return false;
	}
	value->number = entry->pw_uid;
	return true;
}

/* The name without links, dots and slashes at its end: as the kernel's paths are told. */
static bool read_path(struct value_reader *reader, const struct param_item *item,
		      struct param_value *value)
{
	char resolved[PATH_MAX];

	reader->asks_system = true;
	if (!realpath(item->text, resolved)) {
		reader->problem = errno == ENOENT ? "there is no such file or directory"
						  : strerror(errno);
		return false;
	}
	value->text = arena_copy_string(reader->arena, resolved);
	value->length = (uint32_t)strlen(resolved);
	return true;
}

/* The device of a mount's file system as the kernel knows it, which stat() of some does not tell. */
static bool find_mount_device(uint64_t mount, uint64_t *device)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	unsigned long long id;
	unsigned major, minor;
	char *line = NULL;
	bool found = false;
	size_t room = 0;

	while (file && !found && getline(&line, &room, file) > 0)
		found = sscanf(line, "%llu %*u %u:%u", &id, &major, &minor) == 3 && id == mount;
	free(line);
	if (file)
		fclose(file);
	if (found)
		*device = (uint64_t)major << 20 | minor;
	return found;
}

/* i_ino + s_dev * a constant: what a program makes of a struct inode with two reads. */
static bool read_inode(struct value_reader *reader, const struct param_item *item,
		       struct param_value *value)
{
	struct statx status;
	uint64_t device;

	reader->asks_system = true;
	if (statx(AT_FDCWD, item->text, 0, STATX_INO | STATX_MNT_ID, &status)) {
		reader->problem = errno == ENOENT ? "there is no such file or directory"
						  : strerror(errno);
		return false;
	}
	if (!(status.stx_mask & STATX_MNT_ID) || !find_mount_device(status.stx_mnt_id, &device))
		device = (uint64_t)status.stx_dev_major << 20 | status.stx_dev_minor;
	value->number = status.stx_ino + device * INODE_DEVICE_FACTOR;
	return true;
}

static bool is_cgroup(const char *path, uint64_t *id)
{
	struct statfs system;
	struct stat status;

	if (stat(path, &status) || statfs(path, &system) || !S_ISDIR(status.st_mode) ||
	    system.f_type != CGROUP2_SUPER_MAGIC)
		return false;
	*id = status.st_ino;
	return true;
}

bool param_kind_find_cgroup(struct arena *arena, const char *path, uint64_t *id)
{
	static const char *const mounts[] = { "", "/sys/fs/cgroup", "/sys/fs/cgroup/unified" };
	const char *slash = path[0] == '/' ? "" : "/";

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++)
		if (is_cgroup(*mounts[i] ? arena_printf(arena, "%s%s%s", mounts[i], slash, path)
					 : path, id))
			return true;
	return false;
}

/* A number, a folder below /sys/fs/cgroup, or its path as /proc/PID/cgroup tells it. */
static bool read_cgroup(struct value_reader *reader, const struct param_item *item,
			struct param_value *value)
{
	if (read_uint(reader, item, value))
		return true;
	reader->asks_system = true;
	if (param_kind_find_cgroup(reader->arena, item->text, &value->number))
		return true;
	reader->problem = "there is no such control group (of version 2)";
	return false;
}

/* ---- the rows ---- */

static const struct param_kind rows[] = {
	{ "int", PARAM_NUMBER, "NUMBER", "a number such as 5, -5 or 0x1f", false, read_int },
	{ "uint", PARAM_NUMBER, "NUMBER", "a number such as 5 or 0x1f", false, read_uint },
	{ "bool", PARAM_BOOLEAN, "yes|no", "yes or no", false, read_bool },
	{ "string", PARAM_TEXT, "TEXT", "a text", true, read_string },
	{ "duration", PARAM_NUMBER, "TIME", "a time such as 10ms, 1.5s or 2m", false,
	  read_duration },
	{ "size", PARAM_NUMBER, "SIZE", "a size such as 512, 4k or 4M", false, read_size },
	{ "pid", PARAM_NUMBER, "PID", "the number of a process", false, read_pid },
	{ "signal", PARAM_NUMBER, "SIGNAL", "a signal such as KILL, SIGKILL or 9", false,
	  read_signal },
	{ "user", PARAM_NUMBER, "USER", "a user's name or number", false, read_user },
	{ "path", PARAM_TEXT, "PATH", "the path of a file or a directory", true, read_path },
	{ "inode", PARAM_NUMBER, "PATH", "the path of a file or a directory", true, read_inode },
	{ "cgroup", PARAM_NUMBER, "CGROUP", "the path of a control group, or its number", false,
	  read_cgroup },
	{ "one_of", PARAM_TEXT, "WORD", "a word", false, read_choice },
	{ "syscall", PARAM_NUMBER, "CALL", "system calls", false, NULL },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

const struct param_kind *param_kind_find(const char *name)
{
	for (int i = 0; i < ROW_COUNT; i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

const char *param_kind_suggest(const char *name)
{
	struct suggest suggest;

	suggest_start(&suggest, name);
	suggest_offer(&suggest, "set");
	for (int i = 0; i < ROW_COUNT; i++)
		suggest_offer(&suggest, rows[i].name);
	return suggest.best;
}

const char *param_kind_names(struct arena *arena)
{
	const char *names = "";

	for (int i = 0; i < ROW_COUNT; i++)
		names = arena_printf(arena, "%s%s, ", names, rows[i].name);
	return arena_printf(arena, "%sset(TYPE)", names);
}
