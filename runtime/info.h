/* Info: --info, what this kernel and this ktrace can do. */
#pragma once

#include <stdio.h>

/* Prints it to OUT; asks the kernel, so root sees more. */
void info_print(FILE *out);
