// kernel: v6.12-like
begin { print(pton("1.2.3")); print(pton(comm)); print(memcmp(comm, "a", 3)); print(memcmp(comm, comm, pid)); print(strstr(comm, comm)) }
begin { print(cgroup_path(1, "cpu")); print(cgroupid("/no/such/group")); print(reg("ip")); print(kptr(comm)) }
kprobe:vfs_read { print(reg("rip")); print(reg("zz")); print(usermode) }
