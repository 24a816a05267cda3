BEGIN {
	if has() { }
	if has( ) { }
	if has(struct x { print(1) }
	print(has(struct y);
	if has { }
	print(kernel >= v5.16.3.1);
	print(kernel >= v5.16-rc3);
	print(kernel >= );
	a ?? ;
	?? b;
}
kprobe:f < if kernel > v5.16 { print(1) } >
kprobe:f { print(has(never closed
