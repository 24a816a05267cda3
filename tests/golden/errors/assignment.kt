BEGIN {
	total = 3;
	args.x = 4;
	pid++;
	if (pid = 3) { }
	while pid = 4 { }
}
