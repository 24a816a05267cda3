// kernel: v6.12-like
// stage: plan
w { }
w:4096 { }
w:4096:8 { }
w:4096:3:w { }
w:4096:16:w { }
w:4096:8: { }
w:4096:8:ww { }
w:4096:8:r { }
w:4096:8:rx { }
w:4096:4:x { }
w:4097:4:w { }
w:0:4:w { }
w:nothing:4:w { }
w:init_task+arg0:4:w { print(ctx.regs) }
asyncwatchpoint:4096:4:w { }
watchpoin:4096:4:w { }
