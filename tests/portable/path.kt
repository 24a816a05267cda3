// Files as they are opened, by the path that the kernel found: its dentry and its mount.
kprobe:vfs_open { print(arg_path); }
