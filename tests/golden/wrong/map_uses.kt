// kernel: v6.12-like
begin {
	@keyed[1] = 1;
	@single = 1;
	@key[1] = 1;
	@stats = stats(1);
	print(@nevr);
	@never = 1;
	clear(@keyed[1]);
	delete(@keyed);
	delete(@single, 1);
	print(has_key(@single, 1));
	print(len(@single));
	print(@key, 5, "x");
	print(@key[1], 5);
	@[count()] = 1;
	@void = print(1);
	@structs[*curtask.fs] = 1;
	@printed = @stats;
	print(@hists[1]);
	@hists[1] = hist(1);
}
