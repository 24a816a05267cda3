/*
 * Writes long texts to where nobody takes them: a tracer that reads the buffers of write(2)
 * sees texts of a length that the shell could not pass on.
 *
 *   text LENGTH LAST...
 *
 * For each LAST there is one write(-1) of a text of LENGTH bytes: letters from a to z over and
 * over, but for the first byte of LAST at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t length = argc > 2 ? strtoul(argv[1], NULL, 10) : 0, at;
	char *text = length ? malloc(length + 1) : NULL;

	if (!text) {
		fprintf(stderr, "usage: text LENGTH LAST...\n");
		return 2;
	}
	for (at = 0; at < length; at++)
		text[at] = (char)('a' + at % 26);
	text[length] = 0;
	for (int i = 2; i < argc; i++) {
		text[length - 1] = argv[i][0];
		/* It fails, which is not what it is for. */
		if (write(-1, text, length) >= 0)
			return 1;
	}
	free(text);
	return 0;
}
