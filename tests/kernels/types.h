/*
 * Types: what the fixture kernels have in common. Only the members that tests
 * ask for are here, so offsets are no real kernel's; what matters is which
 * members, arguments and constants a release has. Where structs in here differ, the
 * release says how: INODE_TIMES, BIO_DEVICE.
 */
struct timespec64 { long long tv_sec; long tv_nsec; };

/* Static functions of the kernel; they must be kept for their prototypes. */
#define HIDDEN static __attribute__((used))

/* The body of a function that is here for its prototype. */
#define STUB { return 0; }

typedef unsigned char u8, __u8;
typedef unsigned short u16, __u16, umode_t, __be16;
typedef unsigned int u32, __u32, dev_t, uid_t, __be32, gfp_t;
typedef unsigned long long u64, __u64;
typedef int s32, __s32, pid_t, clockid_t;
typedef long long s64, __s64, loff_t, ktime_t;
typedef unsigned long size_t;
typedef long ssize_t;
typedef _Bool bool;

struct list_head { struct list_head *next, *prev; };
struct hlist_bl_node { struct hlist_bl_node *next, **pprev; };

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
enum perf_event_state {
	PERF_EVENT_STATE_DEAD = -4,
	PERF_EVENT_STATE_OFF = -1,
	PERF_EVENT_STATE_ACTIVE = 1,
};

struct qstr {
	union {
		struct { u32 hash, len; };
		u64 hash_len;
	};
	const unsigned char *name;
};

struct file_system_type { const char *name; int fs_flags; };

struct super_block {
	struct list_head s_list;
	dev_t s_dev;
	unsigned char s_blocksize_bits;
	unsigned long s_flags, s_magic;
	struct file_system_type *s_type;
	struct dentry *s_root;
	char s_id[32];
};

struct inode {
	umode_t i_mode;
	unsigned short i_opflags;
	uid_t i_uid;
	struct super_block *i_sb;
	unsigned long i_ino;
	loff_t i_size;
	INODE_TIMES
};

struct vfsmount { struct dentry *mnt_root; struct super_block *mnt_sb; int mnt_flags; };
struct path { struct vfsmount *mnt; struct dentry *dentry; };
struct file { struct path f_path; struct inode *f_inode; unsigned int f_flags; loff_t f_pos; };

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
	struct mnt_namespace *mnt_ns;
};

struct ns_common { unsigned int inum; };
struct mnt_namespace { struct ns_common ns; };
struct pid_namespace { struct ns_common ns; };
struct nsproxy { struct mnt_namespace *mnt_ns; struct pid_namespace *pid_ns_for_children; };

struct fs_struct { int users; struct path root, pwd; };
struct mm_struct { unsigned long start_code, end_code, total_vm; };

typedef struct { uid_t val; } kuid_t, kgid_t;
struct cred { kuid_t uid; kgid_t gid; kuid_t suid; kgid_t sgid; kuid_t euid; kgid_t egid;
	      kuid_t fsuid; kgid_t fsgid; };
struct filename { const char *name; int refcnt; };
struct net_device { unsigned long state; char name[16]; int ifindex; };
struct cgroup_subsys_state {
	struct cgroup *cgroup;
	struct list_head sibling, children;
	unsigned int flags;
	struct cgroup_subsys_state *parent;
};
struct cgroup {
	struct cgroup_subsys_state self;
	unsigned long flags;
	struct kernfs_node *kn;
};
struct in_addr { __be32 s_addr; };
struct in6_addr { union { __u8 u6_addr8[16]; __be32 u6_addr32[4]; } in6_u; };

/* The kernel keeps addresses of sockets in unions inside a struct of their own. */
struct sock_common {
	union {
		u64 skc_addrpair;
		struct { __be32 skc_daddr, skc_rcv_saddr; };
	};
	union {
		u32 skc_portpair;
		struct { __be16 skc_dport; u16 skc_num; };
	};
	unsigned short skc_family;
	volatile unsigned char skc_state;
	unsigned char skc_reuse : 4, skc_reuseport : 1, skc_ipv6only : 1;
	struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
};
struct sock { struct sock_common __sk_common; int sk_rcvbuf; };
struct socket { int state; short type; unsigned long flags; struct sock *sk; };
struct msghdr { void *msg_name; int msg_namelen; };

/* A struct by value that takes two registers. */
struct sockptr { union { void *kernel, *user; }; bool is_kernel : 1; };
typedef struct sockptr sockptr_t;

struct gendisk { int major, first_minor; };
struct block_device { long long bd_start_sect; dev_t bd_dev; struct gendisk *bd_disk; };
struct bio {
	struct bio *bi_next;
	BIO_DEVICE
	unsigned int bi_opf;
	unsigned short bi_flags;
};
struct fsnotify_group;
struct fsnotify_event { struct list_head list; };
struct linux_binprm;
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	unsigned long orig_ax, ip, cs, flags, sp, ss;
};
