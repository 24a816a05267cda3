/*
 * ABI system: offsets, sizes and macros as the headers of this machine have them; no
 * header of the C library may be included here.
 */
#include "tests/unit/abi_system.h"

#include <asm/ioctls.h>
#include <asm/mman.h>
#include <asm/msgbuf.h>
#include <asm/poll.h>
#include <asm/shmbuf.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <linux/aio_abi.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/inotify.h>
#include <linux/fanotify.h>
#include <linux/io_uring.h>
#include <linux/ipc.h>
#include <linux/keyctl.h>
#include <linux/memfd.h>
#include <linux/mount.h>
#include <linux/mqueue.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/resource.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/seccomp.h>
#include <linux/sem.h>
#include <linux/signal.h>
#include <linux/socket.h>
#include <linux/stat.h>
#include <linux/sysinfo.h>
#include <linux/termios.h>
#include <linux/time.h>
#include <linux/time_types.h>
#include <linux/timerfd.h>
#include <linux/times.h>
#include <linux/timex.h>
#include <linux/uio.h>
#include <linux/un.h>
#include <linux/utime.h>
#include <linux/utsname.h>
#include <linux/wait.h>
#include <linux/xattr.h>
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif

#define MEMBER(tag, name) \
	{ #tag, #name, offsetof(struct tag, name), sizeof(((struct tag *)0)->name) },
#define WHOLE(tag) { #tag, NULL, 0, sizeof(struct tag) },

const struct system_field system_fields[] = {
	WHOLE(open_how) MEMBER(open_how, flags) MEMBER(open_how, mode) MEMBER(open_how, resolve)
	WHOLE(stat) MEMBER(stat, st_ino) MEMBER(stat, st_mode) MEMBER(stat, st_nlink)
	MEMBER(stat, st_uid) MEMBER(stat, st_rdev) MEMBER(stat, st_size) MEMBER(stat, st_blksize)
	MEMBER(stat, st_blocks) MEMBER(stat, st_mtime) MEMBER(stat, st_ctime_nsec)
	WHOLE(statx) MEMBER(statx, stx_attributes) MEMBER(statx, stx_mode) MEMBER(statx, stx_ino)
	MEMBER(statx, stx_mtime) MEMBER(statx, stx_dev_minor) MEMBER(statx, stx_mnt_id)
	WHOLE(statx_timestamp) WHOLE(statfs) MEMBER(statfs, f_fsid) MEMBER(statfs, f_flags)
	WHOLE(iovec) MEMBER(iovec, iov_len) WHOLE(flock) MEMBER(flock, l_pid)
	WHOLE(mount_attr) MEMBER(mount_attr, propagation) MEMBER(mount_attr, userns_fd)
	WHOLE(utimbuf) WHOLE(pollfd) MEMBER(pollfd, revents) WHOLE(epoll_event)
	MEMBER(epoll_event, data) WHOLE(timespec) WHOLE(timeval) WHOLE(itimerspec)
	WHOLE(itimerval) WHOLE(timezone) WHOLE(__kernel_timespec) WHOLE(__kernel_itimerspec)
	WHOLE(tms) WHOLE(timex) MEMBER(timex, offset) MEMBER(timex, time) MEMBER(timex, shift)
	MEMBER(timex, tai) WHOLE(__kernel_timex) MEMBER(__kernel_timex, offset)
	MEMBER(__kernel_timex, constant) MEMBER(__kernel_timex, time)
	MEMBER(__kernel_timex, stabil) MEMBER(__kernel_timex, tai)
	WHOLE(in_addr) WHOLE(sockaddr_in) MEMBER(sockaddr_in, sin_addr) WHOLE(in6_addr)
	WHOLE(sockaddr_in6) MEMBER(sockaddr_in6, sin6_addr) MEMBER(sockaddr_in6, sin6_scope_id)
	WHOLE(sockaddr_un) MEMBER(sockaddr_un, sun_path) WHOLE(sockaddr_nl)
	MEMBER(sockaddr_nl, nl_groups) WHOLE(sockaddr_ll) MEMBER(sockaddr_ll, sll_addr)
	WHOLE(clone_args) MEMBER(clone_args, exit_signal) MEMBER(clone_args, cgroup)
	WHOLE(rlimit) WHOLE(rlimit64) WHOLE(rusage) MEMBER(rusage, ru_maxrss)
	MEMBER(rusage, ru_nivcsw) WHOLE(sched_attr) MEMBER(sched_attr, sched_nice)
	MEMBER(sched_attr, sched_util_max) WHOLE(robust_list_head)
	MEMBER(robust_list_head, list_op_pending) WHOLE(futex_waitv) MEMBER(futex_waitv, flags)
	WHOLE(__user_cap_header_struct) WHOLE(__user_cap_data_struct) WHOLE(sysinfo)
	MEMBER(sysinfo, procs) MEMBER(sysinfo, mem_unit) WHOLE(new_utsname)
	MEMBER(new_utsname, machine) WHOLE(sigaction) MEMBER(sigaction, sa_flags)
	MEMBER(sigaction, sa_mask) WHOLE(sigaltstack) MEMBER(sigaltstack, ss_size)
	WHOLE(sigevent) MEMBER(sigevent, sigev_notify) MEMBER(sigevent, _sigev_un)
	WHOLE(siginfo) MEMBER(siginfo, si_code) MEMBER(siginfo, si_pid) MEMBER(siginfo, si_status)
	MEMBER(siginfo, si_addr) MEMBER(siginfo, si_value) MEMBER(siginfo, si_syscall)
	MEMBER(siginfo, si_fd) MEMBER(siginfo, si_overrun)
	WHOLE(ipc64_perm) MEMBER(ipc64_perm, seq) WHOLE(shmid64_ds) MEMBER(shmid64_ds, shm_cpid)
	WHOLE(msqid64_ds) MEMBER(msqid64_ds, msg_lrpid) WHOLE(sembuf) WHOLE(mq_attr)
	WHOLE(iocb) MEMBER(iocb, aio_lio_opcode) MEMBER(iocb, aio_resfd) WHOLE(io_event)
	WHOLE(io_sqring_offsets) WHOLE(io_cqring_offsets) WHOLE(io_uring_params)
	MEMBER(io_uring_params, features) MEMBER(io_uring_params, cq_off)
	WHOLE(io_uring_getevents_arg) MEMBER(io_uring_getevents_arg, ts)
#ifdef LANDLOCK_CREATE_RULESET_VERSION
	WHOLE(landlock_path_beneath_attr) MEMBER(landlock_path_beneath_attr, parent_fd)
#endif
	WHOLE(winsize) WHOLE(termios) MEMBER(termios, c_cc) WHOLE(termios2)
	MEMBER(termios2, c_ospeed)
};

#define STRING(text) #text
#define EXPANDED(text) STRING(text)
#define FLAGS(group)
#define ENUM(group)
#define END()
#define VALUE(constant, value) { #constant, EXPANDED(constant), value },
#ifdef __aarch64__
#define BOTH(constant, x86_64, arm64) { #constant, EXPANDED(constant), arm64 },
#define X86(constant, value)
#define ARM64(constant, value) { #constant, EXPANDED(constant), value },
#else
#define BOTH(constant, x86_64, arm64) { #constant, EXPANDED(constant), x86_64 },
#define X86(constant, value) { #constant, EXPANDED(constant), value },
#define ARM64(constant, value)
#endif

const struct system_constant system_constants[] = {
#include "codegen/target/constant_file.def"
#include "codegen/target/constant_memory.def"
#include "codegen/target/constant_net.def"
#include "codegen/target/constant_protocol.def"
#include "codegen/target/constant_signal.def"
#include "codegen/target/constant_system.def"
#include "codegen/target/constant_task.def"
};

const size_t system_field_count = sizeof(system_fields) / sizeof(system_fields[0]);
const size_t system_constant_count = sizeof(system_constants) / sizeof(system_constants[0]);
