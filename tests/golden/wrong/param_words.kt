// kernel: v6.12-like
// stage: types
// status: 2
// words: --max 3 stray
// Nobody would read the word.
param max : int = 1;

BEGIN { print($max); }
