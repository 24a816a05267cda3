// kernel: v6.6-like
// stage: plan
software:page-fault { }
s:faults:0 { }
s:faults:1e3 { }
software { }
hardware:page-faults { }
hardware:cycles { }
s:cs { print(arg0) }
