#ifndef BPFTRACE_HAVE_BTF
#include "nothing.h"
struct foo { int a; };
#else
#include <linux/sched.h>
#endif
#define N 5
#define WIDE (1 << N)   /* a comment */
#define TEXT "a text"
#define F(x) x + 1
#define EMPTY
#define BAD ;;; {
#define LONG 1 + \
	2
#if N > 4 && defined(WIDE) && !defined NOPE && defined(EMPTY)
begin { print((N, WIDE, TEXT, LONG)); }
#elif 1
begin { nonsense
#else
more nonsense "
#endif
#if 0
 #if 1
garbage
 #else
garbage
 #endif
#endif
#undef N
#ifdef N
garbage
#endif
end { }
