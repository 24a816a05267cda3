#if N +
#endif
#else
#ifdef X
#include "x.h"
begin {
#error no way
#endif
#error this is wrong
#nonsense
#pragma once
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
begin {
#endif
#define
#include "own.h"
#if 1
begin { print(1) print(2); }
