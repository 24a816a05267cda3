// has() is raw text up to its parenthesis; versions stand only behind `kernel` and a comparison.
BEGIN {
	if has(struct open_how) { } else if !has( struct task_struct.__state ) { }
	_ = has(kprobe:a | b, tracepoint:x:y?) && has(uprobe:/usr/lib/*/x(1)/libc.so:f//g) || has (map:ringbuf);
	_ = kernel >= v5.16 && kernel < v6.1.12 || kernel == v7 + 1;
	_ = (kernel != v6.1) ? kernel <= v5.10 : !kernel > v6;
	f(x.has, $has, @has, has_key(@m, 1), x->has, has + kernel - v5.v6, kernel.v1, kernel);
	_ = x.kernel > v5.a;
}
kprobe:f /has(kprobe:f) && pid == 1/ < if (kernel > v5.16) { print(has(fentry:f)) } >
kprobe:g < print((kernel > v5)); >
