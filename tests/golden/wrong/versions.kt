// kernel: v6.12-like
begin {
	print(kernel > 5.16);
	print(kernel >= 6);
	print(kernel == "6.12");
	print(v6.1 <= kernel);
	print(kernel >= v70000.1);
	print(kernel);
	if has(nothing) { nobody() }
	print(has(struct open_how) ? "text" : 1 - "text");
	print(1 + has(struct open_how) ? nobody() : 2);
}
