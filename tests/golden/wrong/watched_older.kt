// kernel: v6.6-like
// stage: plan
watchpoint:4096:8:w { }
