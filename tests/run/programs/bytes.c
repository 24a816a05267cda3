/*
 * Calls itself, its folders and the files that it looks for by names with every byte
 * that such a name can have, and with what is almost UTF-8.
 *
 *   bytes        works in folders of its own in the current folder and prints a line for
 *                each open: its name, the file's and its folder's, in hexadecimal
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void print_hex(const char *text, const char *behind)
{
	for (; *text; text++)
		printf("%02x", (unsigned char)*text);
	printf("%s", behind);
}

static void act(const char *odd)
{
	char name[64], comm[17] = { 0 }, folder[PATH_MAX];

	snprintf(name, sizeof(name), "k%sx", odd);
	prctl(PR_SET_NAME, name);
	prctl(PR_GET_NAME, comm);
	if (mkdir(name, 0700) || chdir(name) || !getcwd(folder, sizeof(folder))) {
		perror("bytes");
		exit(1);
	}
	syscall(SYS_openat, AT_FDCWD, name, O_RDONLY);
	print_hex(comm, " ");
	print_hex(name, " ");
	print_hex(folder, "\n");
	if (chdir("..") || rmdir(name))
		exit(1);
}

int main(void)
{
	static const char *const odd[] = {
		"", "\xc3\xa4", "\xc3", "\xc3\xc3\xa4", "\xc0\xaf", "\xe2\x82\xac", "\xe2\x82",
		"\xed\xa0\x80", "\xef\xbf\xbd", "\xf0\x9f\x98\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
		"\xf8\x88\x80\x80\x80", "\xe2\x80\xa8", "\xe2\x80\xae", "\",\"type\": \"row\"",
		"\\u0041", "\\", "\x1b[31m",
	};
	char one[2] = { 0 };

	for (int byte = 1; byte < 256; byte++) {
		one[0] = (char)byte;
		if (byte != '/')
			act(one);
	}
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		act(odd[i]);
	return 0;
}
