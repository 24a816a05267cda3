// The file that is being deleted. The dentry is vfs_unlink's second parameter
// before 5.12 and its third since.
kprobe:vfs_unlink < print(arg_dentry) >
