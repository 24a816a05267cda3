// kernel: v6.12-like
// stage: types
// status: 2
// words: -c true
// The script takes nothing: this was meant for ktrace.
BEGIN { print(1); }
