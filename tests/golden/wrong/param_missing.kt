// kernel: v6.12-like
// stage: types
// status: 2
// words: --dir /no/such/directory --user nobody-at-all --group /no/such/group
// What the machine does not have.
param dir : path = all;
param user : user = all;
param group : cgroup = all;

BEGIN { print(1); }
