// kernel: v6.12-like
// needs: addresses
// Memory by number, by the kernel's name for it, with a distance, and code.
watchpoint:0x10000000:8:w { @a = count() }
w:4096:1:wr { @b[kstack, ustack] = count() }
w:jiffies_64:8:w, w:init_task+16:4:rw { @c[ctx] = count() }
w:vfs_read:8:x, w:nothing:8:w? { @d = count() }
begin { print((has(watchpoint:jiffies_64:8:w), has(w:nothing:8:w))) }
