/*
 * Types of the older fixture: vfs_unlink without a mapping of user ids,
 * fsnotify_add_event, task_struct.state.
 */
#define INODE_TIMES struct timespec64 i_atime, i_mtime, i_ctime;
#define BIO_DEVICE struct gendisk *bi_disk;

#include "../types.h"

struct dentry {
	unsigned int d_flags;
	struct hlist_bl_node d_hash;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	unsigned char d_iname[32];
	struct super_block *d_sb;
};

struct kernfs_node { int count; struct kernfs_node *parent; const char *name; };

struct task_struct {
	volatile long state;
	void *stack;
	unsigned int flags;
	int prio;
	struct mm_struct *mm;
	int exit_code;
	unsigned sched_reset_on_fork : 1, sched_contributes_to_load : 1;
	unsigned in_execve : 1, in_iowait : 1;
	pid_t pid, tgid;
	struct task_struct *real_parent, *parent, *group_leader;
	struct list_head children, sibling;
	u64 start_time;
	char comm[16];
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
	struct list_head tasks, thread_node;
	struct signal_struct *signal;
};
struct signal_struct { int live; struct list_head thread_head; };
struct vm_area_struct { unsigned long vm_start, vm_end; struct vm_area_struct *vm_next; };

enum bpf_func_id {
	BPF_FUNC_unspec, BPF_FUNC_map_lookup_elem, BPF_FUNC_probe_read_kernel = 113,
	BPF_FUNC_ringbuf_output = 130,
};
enum bpf_map_type {
	BPF_MAP_TYPE_UNSPEC, BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_LRU_PERCPU_HASH, BPF_MAP_TYPE_RINGBUF = 27,
};

void crash_kexec(struct pt_regs *regs) { }
int vfs_unlink(struct inode *dir, struct dentry *dentry, struct inode **delegated_inode) STUB
int vfs_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
	       struct dentry *new_dentry, struct inode **delegated_inode, unsigned int flags) STUB
ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos) STUB
ssize_t vfs_write(struct file *file, const char *buf, size_t count, loff_t *pos) STUB
int vfs_open(const struct path *path, struct file *file) STUB
int fsnotify_add_event(struct fsnotify_group *group, struct fsnotify_event *event,
		       int (*merge)(struct list_head *, struct fsnotify_event *)) STUB
struct open_how;
HIDDEN long do_sys_openat2(int dfd, const char *filename, struct open_how *how) STUB
HIDDEN struct mm_struct *finish_task_switch(struct task_struct *prev) STUB
int tcp_sendmsg(struct sock *sk, struct msghdr *msg, size_t size) STUB
unsigned int submit_bio_noacct(struct bio *bio) STUB
int printk(const char *fmt, ...) STUB
void schedule(void) { }
void do_int3(struct pt_regs *regs) { }

int __traceiter_sched_switch(void *__data, bool preempt, struct task_struct *prev,
			     struct task_struct *next) STUB
int __traceiter_sched_process_exec(void *__data, struct task_struct *p, pid_t old_pid,
				   struct linux_binprm *bprm) STUB
int __traceiter_sys_enter(void *__data, struct pt_regs *regs, long id) STUB
typedef void (*btf_trace_sched_switch)(void *, bool, struct task_struct *, struct task_struct *);
typedef void (*btf_trace_sched_process_exec)(void *, struct task_struct *, pid_t,
					     struct linux_binprm *);
typedef void (*btf_trace_sys_enter)(void *, struct pt_regs *, long);
