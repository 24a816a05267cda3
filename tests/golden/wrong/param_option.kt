// kernel: v6.12-like
// stage: types
// status: 2
// words: --signals KIL -f json
// ktrace's own options are not the script's; a name that is nearly a signal's.
param signals : set(signal) = all;

BEGIN { print(9 in $signals); }
