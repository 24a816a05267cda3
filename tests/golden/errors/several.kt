kprobe:a { $x = ; }
kprobe:b { print(1) print(2); }
kprobe:c { if ($x = 1) { f(1; } g(); }
kprobe:d { f(]; $y = 1 +; h(1 2); }
kprobe:e e { nonsense here }
kprobe:f { 3 = $x; }
kprobe:g / pid = 3 / { }
}
kprobe:h { last one; }
