// kernel: v6.12-like
// words: --probes 'rawtracepoint:sched_switch, interval:s:5, begin'
// A head that is all a parameter: a probe for each text.
param probes : set(string) = all;

$probes { print(probe); }
