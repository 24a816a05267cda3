// kernel: v6.12-like
// stage: types
// status: 2
// words: --text
// Without a default it has to be given.
param dir : path "directory to watch";
param text : string "what to say";
param max : int;

BEGIN { print(1); }
