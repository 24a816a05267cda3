config = {
	max_map_keys = 10;
	stack_mode = perf;
	license = "GPL";
	lazy_symbolication = false
}
let @recent = lruhash(100);
let @slots = array(1 << 4);

kprobe:f { @recent[pid] = 1; let $let = 2; }
