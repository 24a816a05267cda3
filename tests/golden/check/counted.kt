// kernel: v6.18-like
// What the kernel and the processor count: names, other names, counts of its own and defaults.
software:page-faults { @a = count() }
s:faults:10 { @b[kstack] = count() }
s:cpu, s:cs { @c[comm] = count() }
hardware:cpu-cycles, h:cycles:5000 { @d[ctx != 0, ustack] = count() }
h:branches | s:task-clock { @e = count() }
begin { print((has(software:page-faults), has(h:cycles), has(hardware:ref-cycles:7))) }
