// The kernel functions that are meant for BPF and of use in tracing, one declaration
// each, as kernel source gives them. Scripts call them without declaring them.
//
// Above each stands a line: the kernel that brought it, the set that it belongs to
// (which decides which programs may call it, see docs/kfuncs.md), the section that it
// opens or closes, and what it does. Sets that no probe's program may call are there so
// that the error says who may. Where the prototype differs between kernels, NAME___2 is
// another that is tried.

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

// 6.1 generic: a key ring of the kernel's own: 0 those built in, 1 and those added, 2 the platform's
kfunc struct bpf_key *bpf_lookup_system_key(u64 id) KF_ACQUIRE | KF_RET_NULL;
// 6.1 generic: a key ring by its serial number
kfunc struct bpf_key *bpf_lookup_user_key(s32 serial, u64 flags) KF_ACQUIRE | KF_RET_NULL | KF_SLEEPABLE;
// 6.1 generic: gives a key ring back
kfunc void bpf_key_put(struct bpf_key *bkey) KF_RELEASE;

// 6.16 generic: marks a control group's counters on a processor as changed
kfunc void css_rstat_updated(struct cgroup_subsys_state *css, int cpu);
// 6.16 generic: adds up a control group's counters
kfunc void css_rstat_flush(struct cgroup_subsys_state *css) KF_SLEEPABLE;
// 6.1 generic: the same as css_rstat_updated, until 6.15
kfunc void cgroup_rstat_updated(struct cgroup *cgrp, int cpu);
// 6.1 generic: the same as css_rstat_flush, until 6.15
kfunc void cgroup_rstat_flush(struct cgroup *cgrp) KF_SLEEPABLE;

// 6.7 generic: ends the program, and all that called it
kfunc void bpf_throw(u64 cookie);

// 6.3 cpumask: an empty set of processors of the program's own
kfunc struct bpf_cpumask *bpf_cpumask_create(void) KF_ACQUIRE | KF_RET_NULL;
// 6.3 cpumask: another reference to such a set
kfunc struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *cpumask) KF_ACQUIRE | KF_TRUSTED_ARGS;
// 6.3 cpumask: gives such a set back
kfunc void bpf_cpumask_release(struct bpf_cpumask *cpumask) KF_RELEASE;
// 6.3 cpumask: puts a processor into the set
kfunc void bpf_cpumask_set_cpu(u32 cpu, struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: takes a processor out of the set
kfunc void bpf_cpumask_clear_cpu(u32 cpu, struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: puts a processor into the set; whether it was there
kfunc bool bpf_cpumask_test_and_set_cpu(u32 cpu, struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: takes a processor out of the set; whether it was there
kfunc bool bpf_cpumask_test_and_clear_cpu(u32 cpu, struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: puts every processor into the set
kfunc void bpf_cpumask_setall(struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: empties the set
kfunc void bpf_cpumask_clear(struct bpf_cpumask *cpumask) KF_RCU;
// 6.3 cpumask: DST becomes what both sets have; whether that is anything
kfunc bool bpf_cpumask_and(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: DST becomes what either set has
kfunc void bpf_cpumask_or(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: DST becomes what one of the sets has and the other has not
kfunc void bpf_cpumask_xor(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.3 cpumask: DST becomes the same as the other
kfunc void bpf_cpumask_copy(struct bpf_cpumask *dst, const struct cpumask *src) KF_RCU;
// 6.15 cpumask: the set becomes the bits of SRC
kfunc int bpf_cpumask_populate(struct cpumask *cpumask, void *src, size_t src__sz) KF_RCU;
// 7.0 cpumask: the same
kfunc int bpf_cpumask_populate___2(struct bpf_cpumask *cpumask, void *src, size_t src__sz) KF_RCU;
// 6.3 cpumask: the first processor of a set
kfunc u32 bpf_cpumask_first(const struct cpumask *cpumask) KF_RCU;
// 6.3 cpumask: the first processor that is not in the set
kfunc u32 bpf_cpumask_first_zero(const struct cpumask *cpumask) KF_RCU;
// 6.5 cpumask: the first processor that is in both sets
kfunc u32 bpf_cpumask_first_and(const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
// 6.5 cpumask: a processor of the set, another each time
kfunc u32 bpf_cpumask_any_distribute(const struct cpumask *cpumask) KF_RCU;
// 6.5 cpumask: a processor that is in both sets, another each time
kfunc u32 bpf_cpumask_any_and_distribute(const struct cpumask *src1, const struct cpumask *src2) KF_RCU;
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

// 6.17 common: where a character is in a string, or its end
kfunc int bpf_strchrnul(const char *s__ign, char c);
// 6.17 common: where a character is in the first COUNT bytes of a string
kfunc int bpf_strnchr(const char *s__ign, size_t count, char c);
// 6.17 common: how many bytes at the beginning are of those in ACCEPT
kfunc int bpf_strspn(const char *s__ign, const char *accept__ign);
// 6.17 common: how many bytes at the beginning are none of those in REJECT
kfunc int bpf_strcspn(const char *s__ign, const char *reject__ign);
// 6.19 common: where a string is in another, without regard to case
kfunc int bpf_strcasestr(const char *s1__ign, const char *s2__ign);
// 6.19 common: the same, in the first LEN bytes
kfunc int bpf_strncasestr(const char *s1__ign, const char *s2__ign, size_t len);
// 7.0 common: compares the first LEN bytes of two strings without regard to case
kfunc int bpf_strncasecmp(const char *s1__ign, const char *s2__ign, size_t len);

// 6.5 common: how many bytes there are
kfunc __u32 bpf_dynptr_size(const struct bpf_dynptr *p);
// 7.0 common: the same
kfunc u64 bpf_dynptr_size___2(const struct bpf_dynptr *p);
// 6.5 common: cuts it to the bytes from START to END
kfunc int bpf_dynptr_adjust(const struct bpf_dynptr *p, u32 start, u32 end);
// 7.0 common: the same
kfunc int bpf_dynptr_adjust___2(const struct bpf_dynptr *p, u64 start, u64 end);
// 6.5 common: whether there are no bytes to be had
kfunc bool bpf_dynptr_is_null(const struct bpf_dynptr *p);
// 6.5 common: whether they can only be read
kfunc bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *p);
// 6.15 common: copies bytes
kfunc int bpf_dynptr_copy(struct bpf_dynptr *dst_ptr, u32 dst_off, struct bpf_dynptr *src_ptr, u32 src_off, u32 size);
// 7.0 common: the same
kfunc int bpf_dynptr_copy___2(const struct bpf_dynptr *dst_ptr, u64 dst_off, const struct bpf_dynptr *src_ptr, u64 src_off, u64 size);
// 6.17 common: sets bytes
kfunc int bpf_dynptr_memset(struct bpf_dynptr *p, u32 offset, u32 size, u8 val);
// 7.0 common: the same
kfunc int bpf_dynptr_memset___2(const struct bpf_dynptr *p, u64 offset, u64 size, u8 val);
// 6.16 common: reads bytes of a program
kfunc int bpf_probe_read_user_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign);
// 7.0 common: the same
kfunc int bpf_probe_read_user_dynptr___2(const struct bpf_dynptr *dptr, u64 off, u64 size, const void *unsafe_ptr__ign);
// 6.16 common: reads bytes of the kernel
kfunc int bpf_probe_read_kernel_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign);
// 7.0 common: the same
kfunc int bpf_probe_read_kernel_dynptr___2(const struct bpf_dynptr *dptr, u64 off, u64 size, const void *unsafe_ptr__ign);
// 6.16 common: reads a string of a program
kfunc int bpf_probe_read_user_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign);
// 7.0 common: the same
kfunc int bpf_probe_read_user_str_dynptr___2(const struct bpf_dynptr *dptr, u64 off, u64 size, const void *unsafe_ptr__ign);
// 6.16 common: reads a string of the kernel
kfunc int bpf_probe_read_kernel_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign);
// 7.0 common: the same
kfunc int bpf_probe_read_kernel_str_dynptr___2(const struct bpf_dynptr *dptr, u64 off, u64 size, const void *unsafe_ptr__ign);
// 6.17 common: reads an extended attribute of a control group's folder, "user.NAME"
kfunc int bpf_cgroup_read_xattr(struct cgroup *cgroup, const char *name__str, struct bpf_dynptr *value_p) KF_RCU;
// 6.12 common: reads a string of a program, and waits for its page
kfunc int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags) KF_SLEEPABLE;
// 6.15 common: the same of another task
kfunc int bpf_copy_from_user_task_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, struct task_struct *tsk, u64 flags) KF_SLEEPABLE;
// 6.17 common: prints to a program's stream, which `bpftool prog tracelog` shows
kfunc int bpf_stream_vprintk_impl(int stream_id, const char *fmt__str, const void *args, u32 len__sz, void *aux__prog) KF_TRUSTED_ARGS;
// 7.0 common: the same
kfunc int bpf_stream_vprintk(int stream_id, const char *fmt__str, const void *args, u32 len__sz);
// 7.0 common: prints the program's stack to its stream
kfunc int bpf_stream_print_stack(int stream_id);

// 7.0 common: the memory controller's group of a control group's state
kfunc struct mem_cgroup *bpf_get_mem_cgroup(struct cgroup_subsys_state *css) KF_ACQUIRE | KF_RCU | KF_RET_NULL;
// 7.0 common: the memory controller's root
kfunc struct mem_cgroup *bpf_get_root_mem_cgroup(void) KF_ACQUIRE | KF_RET_NULL;
// 7.0 common: gives such a group back
kfunc void bpf_put_mem_cgroup(struct mem_cgroup *memcg) KF_RELEASE;
// 7.0 common: bytes of memory in use
kfunc unsigned long bpf_mem_cgroup_usage(struct mem_cgroup *memcg);
// 7.0 common: a counter of memory by its enum node_stat_item or memcg_stat_item
kfunc unsigned long bpf_mem_cgroup_page_state(struct mem_cgroup *memcg, int idx);
// 7.0 common: a counter of events by its enum vm_event_item
kfunc unsigned long bpf_mem_cgroup_vm_events(struct mem_cgroup *memcg, enum vm_event_item event);
// 7.0 common: how often a limit was met
kfunc unsigned long bpf_mem_cgroup_memory_events(struct mem_cgroup *memcg, enum memcg_memory_event event);
// 7.0 common: brings the counters up to date
kfunc void bpf_mem_cgroup_flush_stats(struct mem_cgroup *memcg) KF_SLEEPABLE;
// 6.2 common: a pointer as one to what BTF knows by that number, 0 for bytes
kfunc void *bpf_rdonly_cast(const void *obj__ign, u32 btf_id__k) KF_FASTCALL;

// 6.12 lsm: the file that a task executes
kfunc struct file *bpf_get_task_exe_file(struct task_struct *task) KF_ACQUIRE | KF_TRUSTED_ARGS | KF_RET_NULL;
// 6.12 lsm: gives a file back
kfunc void bpf_put_file(struct file *file) KF_RELEASE;
// 6.12 lsm: the text of a path
kfunc int bpf_path_d_path(const struct path *path, char *buf, size_t buf__sz) KF_TRUSTED_ARGS;
// 6.8 lsm: reads an extended attribute of a file
kfunc int bpf_get_file_xattr(struct file *file, const char *name__str, struct bpf_dynptr *value_p) KF_SLEEPABLE | KF_TRUSTED_ARGS;
// 6.12 lsm: reads an extended attribute of a dentry
kfunc int bpf_get_dentry_xattr(struct dentry *dentry, const char *name__str, struct bpf_dynptr *value_p) KF_SLEEPABLE | KF_TRUSTED_ARGS;
// 6.8 lsm: a file's digest by fsverity
kfunc int bpf_get_fsverity_digest(struct file *file, struct bpf_dynptr *digest_p) KF_SLEEPABLE | KF_TRUSTED_ARGS;
// 6.10 session: whether it is the return that is seen
kfunc bool bpf_session_is_return(void);
// 6.10 session: a word that entry and return share
kfunc __u64 *bpf_session_cookie(void);
// 6.5 iter: closes a socket
kfunc int bpf_sock_destroy(struct sock_common *sock) KF_TRUSTED_ARGS;

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
// 6.4 common: begins to count: use for $i : 0..n { }
kfunc int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) KF_ITER_NEW;
// 6.4 common: the next number, or NULL
kfunc int *bpf_iter_num_next(struct bpf_iter_num *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.4 common: ends it
kfunc void bpf_iter_num_destroy(struct bpf_iter_num *it) KF_ITER_DESTROY;
// 6.7 iter: begins to go over the tasks of a control group
kfunc int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, unsigned int flags) KF_ITER_NEW | KF_TRUSTED_ARGS;
// 6.7 iter: the next task, or NULL
kfunc struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it) KF_ITER_NEXT | KF_RET_NULL;
// 6.7 iter: ends it
kfunc void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it) KF_ITER_DESTROY;
// 6.13 common: begins to go over the slab caches
kfunc int bpf_iter_kmem_cache_new(struct bpf_iter_kmem_cache *it) KF_ITER_NEW | KF_SLEEPABLE;
// 6.13 common: the next slab cache, or NULL
kfunc struct kmem_cache *bpf_iter_kmem_cache_next(struct bpf_iter_kmem_cache *it) KF_ITER_NEXT | KF_RET_NULL | KF_SLEEPABLE;
// 6.13 common: ends it
kfunc void bpf_iter_kmem_cache_destroy(struct bpf_iter_kmem_cache *it) KF_ITER_DESTROY | KF_SLEEPABLE;
// 6.16 common: begins to go over the buffers that devices share
kfunc int bpf_iter_dmabuf_new(struct bpf_iter_dmabuf *it) KF_ITER_NEW | KF_SLEEPABLE;
// 6.16 common: the next buffer, or NULL
kfunc struct dma_buf *bpf_iter_dmabuf_next(struct bpf_iter_dmabuf *it) KF_ITER_NEXT | KF_RET_NULL | KF_SLEEPABLE;
// 6.16 common: ends it
kfunc void bpf_iter_dmabuf_destroy(struct bpf_iter_dmabuf *it) KF_ITER_DESTROY | KF_SLEEPABLE;
