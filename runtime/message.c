/*
 * Message: written as one piece, so that it is not torn by what the traced
 * command writes to the same terminal.
 */
#include "runtime/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/buffer.h"

static void message_write(const char *level, const char *format, va_list arguments)
{
	struct buffer text = { 0 };

	buffer_append_string(&text, level);
	buffer_vprintf(&text, format, arguments);
	buffer_append_char(&text, '\n');
	fwrite(text.data, 1, text.length, stderr);
	fflush(stderr);
	buffer_release(&text);
}

void message_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	message_write("ktrace: error: ", format, arguments);
	va_end(arguments);
}

void message_warning(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	message_write("ktrace: warning: ", format, arguments);
	va_end(arguments);
}

void message_note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	message_write("", format, arguments);
	va_end(arguments);
}

const char *message_system(int error)
{
	return strerror(abs(error));
}
