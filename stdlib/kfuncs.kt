// The kernel functions that are meant for BPF and of use in tracing, one declaration
// each, as kernel source gives them. Scripts call them without declaring them.
//
// Above each stands a line: the kernel that brought it, the set that it belongs to
// (which decides which programs may call it, see docs/kfuncs.md), the section that it
// opens or closes, and what it does.

// 6.2 generic: another reference to a task that is held or protected
kfunc struct task_struct *bpf_task_acquire(struct task_struct *p) KF_ACQUIRE | KF_RCU | KF_RET_NULL;
// 6.2 generic: gives a reference to a task back
kfunc void bpf_task_release(struct task_struct *p) KF_RELEASE;
// 6.2 generic: the task with this pid in the initial pid namespace
kfunc struct task_struct *bpf_task_from_pid(s32 pid) KF_ACQUIRE | KF_RET_NULL;
// 6.13 generic: the task with this pid in the pid namespace of the current task
kfunc struct task_struct *bpf_task_from_vpid(s32 vpid) KF_ACQUIRE | KF_RET_NULL;
// 6.5 generic: whether a task is in a control group or below it
kfunc long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor) KF_RCU;
// 6.8 generic: the task's control group in a hierarchy of version 1
kfunc struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy_id) KF_ACQUIRE | KF_RCU | KF_RET_NULL;
// 6.13 generic: sends a signal to a task
kfunc int bpf_send_signal_task(struct task_struct *task, int sig, enum pid_type type, u64 value) KF_TRUSTED_ARGS;

// 6.2 generic: another reference to a control group
kfunc struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp) KF_ACQUIRE | KF_RCU | KF_RET_NULL;
// 6.2 generic: gives a reference to a control group back
kfunc void bpf_cgroup_release(struct cgroup *cgrp) KF_RELEASE;
// 6.2 generic: the control group above, LEVEL steps from the root
kfunc struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level) KF_ACQUIRE | KF_RCU | KF_RET_NULL;
// 6.4 generic: the control group with this id, which is its folder's inode number
kfunc struct cgroup *bpf_cgroup_from_id(u64 cgid) KF_ACQUIRE | KF_RET_NULL;

// 6.2 common opens rcu: begins a section in which RCU keeps what it protects
kfunc void bpf_rcu_read_lock(void);
// 6.2 common closes rcu: ends such a section
kfunc void bpf_rcu_read_unlock(void);
// 6.10 common opens preempt: keeps the program on this processor
kfunc void bpf_preempt_disable(void);
// 6.10 common closes preempt: lets it move again
kfunc void bpf_preempt_enable(void);

// 6.6 common: how many elements a map has
kfunc s64 bpf_map_sum_elem_count(const struct bpf_map *map) KF_TRUSTED_ARGS;

// 6.3 cpumask: the first processor of a set
kfunc u32 bpf_cpumask_first(const struct cpumask *cpumask) KF_RCU;
// 6.3 cpumask: the first processor that is not in the set
kfunc u32 bpf_cpumask_first_zero(const struct cpumask *cpumask) KF_RCU;
// 6.3 cpumask: whether a processor is in the set
kfunc bool bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *cpumask) KF_RCU;
// 6.3 cpumask: whether two sets are the same
kfunc bool bpf_cpumask_equal(const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: whether two sets have a processor in common
kfunc bool bpf_cpumask_intersects(const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: whether the first set is a part of the second
kfunc bool bpf_cpumask_subset(const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: whether the set has no processor
kfunc bool bpf_cpumask_empty(const struct cpumask *cpumask) KF_RCU;
// 6.3 cpumask: whether the set has every processor
kfunc bool bpf_cpumask_full(const struct cpumask *cpumask) KF_RCU;
// 6.8 cpumask: how many processors are in the set
kfunc u32 bpf_cpumask_weight(const struct cpumask *cpumask) KF_RCU;

// 6.17 common: compares two strings: 0, or the sign of the difference
kfunc int bpf_strcmp(const char *s1__ign, const char *s2__ign);
// 6.18 common: the same without regard to case
kfunc int bpf_strcasecmp(const char *s1__ign, const char *s2__ign);
// 6.17 common: the length of a string
kfunc int bpf_strlen(const char *s__ign);
// 6.17 common: the length of a string, COUNT at most
kfunc int bpf_strnlen(const char *s__ign, size_t count);
// 6.17 common: where a character is in a string, or a negative error
kfunc int bpf_strchr(const char *s__ign, char c);
// 6.17 common: where a character is last in a string
kfunc int bpf_strrchr(const char *s__ign, int c);
// 6.17 common: where a string is in another
kfunc int bpf_strstr(const char *s1__ign, const char *s2__ign);
// 6.17 common: the same, in the first LEN bytes
kfunc int bpf_strnstr(const char *s1__ign, const char *s2__ign, size_t len);

// 6.1 generic: starts the kernel that saves this one's memory: the system is gone
kfunc void crash_kexec(struct pt_regs *regs) KF_DESTRUCTIVE;
// 6.13 generic: the slab cache that an address belongs to
kfunc struct kmem_cache *bpf_get_kmem_cache(u64 addr) KF_RCU_PROTECTED | KF_RET_NULL;

// 6.7 common: begins to go over tasks: use for $t : tasks() { } and threads($t)
kfunc int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, unsigned int flags) KF_ITER_NEW | KF_TRUSTED_ARGS | KF_RCU_PROTECTED;
// 6.7 common: the next task, or NULL
kfunc struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.7 common: ends it
kfunc void bpf_iter_task_destroy(struct bpf_iter_task *it) KF_ITER_DESTROY;
// 6.7 common: begins to go over the memory areas of a task: use for $v : vmas($t) { }
kfunc int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, u64 addr) KF_ITER_NEW | KF_RCU;
// 6.7 common: the next memory area, or NULL
kfunc struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.7 common: ends it
kfunc void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it) KF_ITER_DESTROY;
// 6.7 common: begins to go over control groups: use for $c : children($cgroup) { }
kfunc int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned int flags) KF_ITER_NEW | KF_TRUSTED_ARGS | KF_RCU_PROTECTED;
// 6.7 common: the next control group's state, or NULL
kfunc struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.7 common: ends it
kfunc void bpf_iter_css_destroy(struct bpf_iter_css *it) KF_ITER_DESTROY;
// 6.11 common: begins to go over the bits that are set: use for $i : bits(number) { }
kfunc int bpf_iter_bits_new(struct bpf_iter_bits *it, const u64 *unsafe_ptr__ign, u32 nr_words) KF_ITER_NEW;
// 6.11 common: the number of the next bit, or NULL
kfunc int *bpf_iter_bits_next(struct bpf_iter_bits *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.11 common: ends it
kfunc void bpf_iter_bits_destroy(struct bpf_iter_bits *it) KF_ITER_DESTROY;
