/*
 * Types of the newer fixture: vfs_unlink with an idmap first,
 * fsnotify_insert_event, task_struct.__state, functions whose arguments go
 * beyond the registers, functions that exist only as clones.
 */
#define INODE_TIMES long long i_atime_sec, i_mtime_sec, i_ctime_sec;	\
	u32 i_atime_nsec, i_mtime_nsec, i_ctime_nsec;
#define BIO_DEVICE struct block_device *bi_bdev;

#include "../types.h"

enum hrtimer_mode { HRTIMER_MODE_ABS = 0, HRTIMER_MODE_REL = 1, HRTIMER_MODE_PINNED = 2 };
struct open_how { __u64 flags, mode, resolve; };
struct mnt_idmap { unsigned int count; };
struct renamedata {
	struct mnt_idmap *old_mnt_idmap;
	struct inode *old_dir;
	struct dentry *old_dentry;
	unsigned int flags;
};

struct dentry {
	unsigned int d_flags;
	struct hlist_bl_node d_hash;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	unsigned char d_iname[40];
	const void *d_op;
	struct super_block *d_sb;
};

struct kernfs_node { int count; struct kernfs_node *__parent; const char *name; };

struct task_struct {
	unsigned int __state, saved_state;
	void *stack;
	unsigned int flags;
	int prio;
	struct mm_struct *mm;
	int exit_code;
	unsigned sched_reset_on_fork : 1, sched_contributes_to_load : 1;
	unsigned : 0;
	unsigned in_execve : 1, in_iowait : 1;
	pid_t pid, tgid;
	struct task_struct *real_parent, *parent, *group_leader;
	struct list_head children, sibling;
	u64 start_time, start_boottime;
	char comm[16];
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
};

struct vm_area_struct { unsigned long vm_start, vm_end; struct file *vm_file; };
struct bpf_iter_task { __u64 __opaque[3]; };
struct bpf_iter_task_vma { __u64 __opaque[1]; };
struct bpf_iter_css { __u64 __opaque[3]; };

struct bpf_map { char name[16]; };
struct bpf_iter_meta { union { struct seq_file *seq; }; u64 session_id, seq_num; };
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; };
struct bpf_iter__task__safe_trusted { struct bpf_iter_meta *meta; struct task_struct *task; };
struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	u32 fd __attribute__((aligned(8)));
	struct file *file;
};
struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key, *value;
};

enum bpf_func_id {
	BPF_FUNC_unspec, BPF_FUNC_map_lookup_elem, BPF_FUNC_probe_read_kernel = 113,
	BPF_FUNC_ringbuf_output = 130, BPF_FUNC_loop = 181,
};
enum bpf_map_type {
	BPF_MAP_TYPE_UNSPEC, BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_LRU_PERCPU_HASH, BPF_MAP_TYPE_RINGBUF = 27, BPF_MAP_TYPE_ARENA = 33,
};

void crash_kexec(struct pt_regs *regs) { }
struct task_struct *bpf_task_from_pid(s32 pid) STUB
struct task_struct *bpf_task_acquire(struct task_struct *p) STUB
void bpf_task_release(struct task_struct *p) { }
struct cgroup *bpf_cgroup_from_id(u64 cgid) STUB
void bpf_cgroup_release(struct cgroup *cgrp) { }
int bpf_iter_task(struct bpf_iter_meta *meta, struct task_struct *task) STUB
int bpf_iter_task_file(struct bpf_iter_meta *meta, struct task_struct *task, u32 fd,
		       struct file *file) STUB
int bpf_iter_bpf_map_elem(struct bpf_iter_meta *meta, struct bpf_map *map, void *key,
			  void *value) STUB
int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable,
		      unsigned int flags) STUB
struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) STUB
void bpf_iter_task_destroy(struct bpf_iter_task *it) { }
int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, u64 addr) STUB
struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it) STUB
void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it) { }
int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start,
		     unsigned int flags) STUB
struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it) STUB
void bpf_iter_css_destroy(struct bpf_iter_css *it) { }
int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       struct inode **delegated_inode) STUB
int vfs_rename(struct renamedata *rd) STUB
ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos) STUB
ssize_t vfs_write(struct file *file, const char *buf, size_t count, loff_t *pos) STUB
int vfs_open(const struct path *path, struct file *file) STUB
int fsnotify_insert_event(struct fsnotify_group *group, struct fsnotify_event *event,
			  int (*merge)(struct fsnotify_group *, struct fsnotify_event *),
			  void (*insert)(struct fsnotify_group *, struct fsnotify_event *)) STUB
int do_sock_setsockopt(struct socket *sock, bool compat, int level, int optname,
		       sockptr_t optval, int optlen) STUB
HIDDEN long do_sys_openat2(int dfd, const char *filename, struct open_how *how) STUB
HIDDEN struct mm_struct *finish_task_switch(struct task_struct *prev) STUB
int tcp_sendmsg(struct sock *sk, struct msghdr *msg, size_t size) STUB
void submit_bio_noacct(struct bio *bio) { }
int _printk(const char *fmt, ...) STUB
void schedule(void) { }
void do_int3(struct pt_regs *regs) { }

int __traceiter_sched_switch(void *__data, bool preempt, struct task_struct *prev,
			     struct task_struct *next, unsigned int prev_state) STUB
int __traceiter_sched_process_exec(void *__data, struct task_struct *p, pid_t old_pid,
				   struct linux_binprm *bprm) STUB
int __traceiter_sys_enter(void *__data, struct pt_regs *regs, long id) STUB
typedef void (*btf_trace_sched_switch)(void *, bool, struct task_struct *, struct task_struct *,
				       unsigned int);
typedef void (*btf_trace_sched_process_exec)(void *, struct task_struct *, pid_t,
					     struct linux_binprm *);
typedef void (*btf_trace_sys_enter)(void *, struct pt_regs *, long);
