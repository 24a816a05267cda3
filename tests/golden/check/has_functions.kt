// kernel: clones
// A prototype is one thing, a function that can be attached to another.
begin {
	print((has(btf:inlined), has(func:inlined), has(btf:only_clone), has(func:only_clone)));
	print((has(func:shared_name), has(kprobe:disk:in_two_modules), has(kprobe:with_part)));
	print((has(fentry:variadic), has(kprobe:never_kprobed), has(func:only_cold), has(kprobe:start_kernel)));
	print((has(kprobe:notrace_here), has(fentry:notrace_here)));
}
