// kernel: v6.12-like
// words: --pids 1,2 --pids 3 --local-ports 80 --quick
// What was given, and what holds otherwise.
param pids : set(pid) = all "processes";
param local_ports : set(uint) = all;
param remote_ports : set(uint) = 22,!80;
param every : duration = 10ms;
param quick : bool = no;
param slow : bool;

kprobe:vfs_unlink /$quick && pid in $pids && pid in $local_ports && pid in $remote_ports/ { print($every); }
