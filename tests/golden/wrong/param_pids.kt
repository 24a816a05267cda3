// kernel: v6.12-like
// stage: types
// status: 2
// words: --pids 5,x --names=1 --pidz 3 --calls "openat,opennat" --mode fst --verbose=5 --every 5 --max "5 k" --sig KIL
// What a command line may have wrong.
param pids : set(pid) = all;
param names : set(string) = all;
param calls : set(syscall) = all;
param mode : one_of(fast, slow) = fast;
param verbose : bool = no;
param every : duration = 1s;
param max : size = 4k;
param sig : signal = HUP;

BEGIN { print(1); }
