// kernel: v6.12-like
// stage: plan
import "parts/nothing.kt";
import "linux/fs.h";
import "import.err";
import "";
import "parts/wrong.kt";
begin { wrong(1); }
