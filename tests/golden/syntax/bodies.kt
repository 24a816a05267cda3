#!/usr/bin/env ktrace
// Braces and angles are the same; comments stand anywhere.
kprobe:vfs_unlink < print(arg_dentry) >
kprobe:vfs_read<@reads++>kprobe:vfs_write{@writes += 1}
kprobe:f /* between */ < // inside
	if (pid > 3) { exit(); }
	$shifted = 8 >> 1; $big = $shifted >= 2;
	$deep = curtask->real_parent->comm;
	if pid < 3 { @[(1 > 2)] = @other[3 > 4]; }
>
END { }
begin < >
