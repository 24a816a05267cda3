/*
 * Types of the fixture of system calls: tasks tell the calls of 32-bit programs, both
 * raw tracepoints are there, and no struct open_how.
 */
#include <stddef.h>
#define STUB { return 0; }
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	unsigned long orig_ax, ip, cs, flags, sp, ss;
};
struct thread_info { unsigned long flags, syscall_work; unsigned int status, cpu; };
struct task_struct { struct thread_info thread_info; int pid, tgid; char comm[16]; };
/* What the kernel follows inside is another struct than what a program hands over. */
struct msghdr { void *msg_name; int msg_namelen, msg_inq; };

struct task_struct *current_task(void) STUB
int sock_sendmsg(void *sock, struct msghdr *msg) STUB
int __traceiter_sys_enter(void *__data, struct pt_regs *regs, long id) STUB
int __traceiter_sys_exit(void *__data, struct pt_regs *regs, long ret) STUB
typedef void (*btf_trace_sys_enter)(void *, struct pt_regs *, long);
typedef void (*btf_trace_sys_exit)(void *, struct pt_regs *, long);
