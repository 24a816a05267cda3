kprobe:a,, kprobe:b { }
kprobe:c | { }
kprobe:e? | f? { }
kprobe:d
/pid == 1 { }
x = { }
uprobe:"/bin/sh:main { }
struct add { }
#include "own.h"
{ print(1); }
kprobe:last
