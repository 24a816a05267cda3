/* What every stub of a kernel starts with: the kernel's names of plain types. */
typedef unsigned char u8, __u8;
typedef unsigned short u16, __u16, umode_t, __be16;
typedef unsigned int u32, __u32, dev_t, uid_t, __be32, gfp_t, fmode_t, blk_opf_t;
typedef unsigned long long u64, __u64;
typedef int s32, __s32, pid_t;
typedef long long s64, __s64, loff_t, time64_t;
typedef unsigned long size_t, pgoff_t, sector_t;
typedef long ssize_t;
typedef _Bool bool;
#define __user
#define asmlinkage

struct list_head { struct list_head *next, *prev; };
typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t, atomic_long_t;

/* A tracepoint's types and the names of its arguments lie in two places. */
#define TRACEPOINT(name, ...) \
	typedef void (*btf_trace_##name)(void *, __VA_ARGS__); \
	int __traceiter_##name(void *__data, __VA_ARGS__) { }
