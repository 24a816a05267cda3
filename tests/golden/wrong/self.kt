// kernel: v6.12-like
self:signal:SIGINT { exit(); }
self:memory { exit(); }
self:signal:SIGUSR2 { print(arg0); }
