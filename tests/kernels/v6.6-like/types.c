/*
 * Types of a fixture of Linux 6.6, which has kernel functions for BPF and does not let
 * programs of tracepoints and perf events call them yet.
 */
#define RELEASE 606

#include "../v6.18-like/types.c"
