/*
 * Types of a fixture with kernel functions for BPF, as Linux 6.18 has them, and as
 * the fixture of 6.6 does without what came later: RELEASE tells.
 */
#ifndef RELEASE
#define RELEASE 618
#endif

#define INODE_TIMES long long i_atime_sec, i_mtime_sec, i_ctime_sec;	\
	u32 i_atime_nsec, i_mtime_nsec, i_ctime_nsec;
#define BIO_DEVICE struct block_device *bi_bdev;

#include "../types.h"

typedef struct cpumask { unsigned long bits[2]; } cpumask_t;
struct bpf_cpumask { cpumask_t cpumask; int usage; };
struct bpf_map { unsigned int map_type, key_size, value_size, max_entries; };
struct bpf_iter_task { __u64 __opaque[3]; };
struct kmem_cache { const char *name; unsigned int object_size; };
struct mnt_idmap { unsigned int count; };
struct scratch_pad { int usage; };
struct kernel_siginfo { int si_signo, si_errno, si_code; };
struct kernfs_node { int count; struct kernfs_node *__parent; const char *name; };
struct css_set { struct cgroup *dfl_cgrp; int nr_tasks; };

struct dentry {
	unsigned int d_flags;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	struct super_block *d_sb;
};

struct task_struct {
	unsigned int __state;
	unsigned int flags;
	int prio;
	const cpumask_t *cpus_ptr;
	struct mm_struct *mm;
	pid_t pid, tgid;
	struct task_struct *real_parent, *parent, *group_leader, *last_wakee;
	struct css_set *cgroups;
	u64 start_time, start_boottime;
	char comm[16];
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
};

struct task_struct *bpf_task_acquire(struct task_struct *p) STUB
void bpf_task_release(struct task_struct *p) { }
struct task_struct *bpf_task_from_pid(s32 pid) STUB
struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp) STUB
void bpf_cgroup_release(struct cgroup *cgrp) { }
struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level) STUB
struct cgroup *bpf_cgroup_from_id(u64 cgid) STUB
long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor) STUB
void bpf_rcu_read_lock(void) { }
void bpf_rcu_read_unlock(void) { }
s64 bpf_map_sum_elem_count(const struct bpf_map *map) STUB
struct bpf_cpumask *bpf_cpumask_create(void) STUB
void bpf_cpumask_release(struct bpf_cpumask *cpumask) { }
struct scratch_pad *bpf_scratch_acquire(void) STUB	/* of no kernel: nobody declares it */
u32 bpf_cpumask_first(const struct cpumask *cpumask) STUB
#if RELEASE >= 607
int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable,
		      unsigned int flags) STUB
struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) STUB
void bpf_iter_task_destroy(struct bpf_iter_task *it) { }
#endif
#if RELEASE >= 610
void bpf_preempt_disable(void) { }
void bpf_preempt_enable(void) { }
#endif
#if RELEASE >= 612
int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags) STUB
#endif
#if RELEASE >= 613
struct task_struct *bpf_task_from_vpid(s32 vpid) STUB
int bpf_send_signal_task(struct task_struct *task, int sig, enum pid_type type, u64 value) STUB
struct kmem_cache *bpf_get_kmem_cache(u64 addr) STUB
#endif
#if RELEASE >= 617
int bpf_strcmp(const char *s1__ign, const char *s2__ign) STUB
int bpf_strlen(const char *s__ign) STUB
#endif

void schedule(void) { }
int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       struct inode **delegated_inode) STUB
HIDDEN struct mm_struct *finish_task_switch(struct task_struct *prev) STUB

int __traceiter_signal_generate(void *__data, int sig, struct kernel_siginfo *info,
				struct task_struct *task, int type, int result) STUB
int __traceiter_sched_process_exec(void *__data, struct task_struct *p, pid_t old_pid,
				   struct linux_binprm *bprm) STUB
int __traceiter_sched_pi_setprio(void *__data, struct task_struct *tsk,
				 struct task_struct *pi_task) STUB
typedef void (*btf_trace_sched_pi_setprio)(void *, struct task_struct *, struct task_struct *);
typedef void (*btf_trace_signal_generate)(void *, int, struct kernel_siginfo *,
					  struct task_struct *, int, int);
typedef void (*btf_trace_sched_process_exec)(void *, struct task_struct *, pid_t,
					     struct linux_binprm *);
