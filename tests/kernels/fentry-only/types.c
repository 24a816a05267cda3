/*
 * Types of the fixture without kprobes: functions that fentry reaches, and some
 * whose prototypes are too much for its trampolines.
 */
#define HIDDEN static __attribute__((used))
#define STUB { return 0; }
typedef unsigned char u8;
typedef unsigned long long u64;
typedef long long loff_t;
typedef unsigned long size_t;
typedef long ssize_t;
struct dentry;
struct file;
struct inode;
struct path;

struct two_words { u64 first, second; };

int vfs_open(const struct path *path, struct file *file) STUB
ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos) STUB
int vfs_unlink(struct inode *dir, struct dentry *dentry, struct inode **delegated_inode) STUB
HIDDEN int only_clone(int a, int b) STUB
int variadic(const char *format, ...) STUB
int eight_words(long a, long b, long c, long d, long e, long f, long g, long h) STUB
int takes_struct(struct two_words pair, int last) STUB
