kprobe:f /pid == 3/ < print(pid) >
kprobe:f / pid / 2 == 4 / { }
kprobe:f /(pid)/ /* then */ // the body
{ }
kprobe:f /@[tid] && comm != "a/b {"/ { delete(@, tid); }
tracepoint:a:b /args.ret < 0/ < @ = count() >
