/*
 * The functions of typed.c as a compiler that is asked for nothing makes them: what
 * the debug information says of places is true only behind their first instructions.
 */
#if defined(__clang__)
#pragma clang optimize off
#else
#pragma GCC optimize("O0")
#endif

#include "typed.c"
