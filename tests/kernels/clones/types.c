/*
 * Types of the fixture of what compilers make of functions: clones, parts, names
 * that several functions have, and functions that not every mechanism can reach.
 */
#define HIDDEN static __attribute__((used))
#define STUB { return 0; }
typedef unsigned char u8;
typedef unsigned long long u64;
typedef long long loff_t;
typedef unsigned long size_t;
typedef long ssize_t;
struct file;
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	unsigned long orig_ax, ip, cs, flags, sp, ss;
};

/* The kernel's own description of a function; ARG_FLAGS tells that structs are taken (6.1). */
struct btf_func_model { u8 ret_size, ret_flags, nr_args, arg_size[12], arg_flags[12]; };

struct two_words { u64 first, second; };

HIDDEN int only_clone(int a, int b) STUB
HIDDEN int only_clones(int a) STUB
int with_clone(int a, int b) STUB
int with_part(int a) STUB
HIDDEN int only_part(int a) STUB
HIDDEN int only_cold(int a) STUB
HIDDEN int inlined(int a) STUB
HIDDEN int renamed(int a, int b) STUB
HIDDEN int privatized(int a) STUB
HIDDEN int shared_name(int a) STUB
HIDDEN int also_a_variable(int a) STUB
HIDDEN int in_module_too(int a) STUB
int notrace_here(int a) STUB
int never_kprobed(int a) STUB
int variadic(const char *format, ...) STUB
int eight_words(long a, long b, long c, long d, long e, long f, long g, long h) STUB
int takes_struct(struct two_words pair, int last) STUB
struct two_words returns_struct(int a) { struct two_words words = { 0 }; return words; }
ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos) STUB
void schedule(void) { }
struct btf_func_model model;
struct pt_regs registers;
