// kernel: v6.12-like
let @declared = treemap(10);
let @sized = hash(0);
let @scalar = hash(10);
begin {
	@keyed[1] = 1;
	@keyed = 2;
	@single = 1;
	@single[1] = 2;
	@text = "a";
	@text = 1;
	@key[1] = 1;
	@key["a"] = 2;
	@total = count();
	@total = sum(1);
	@total = 5;
	@total++;
	@total += 2;
	@copy = @hist;
	@hist = hist(5);
	$x = @stats;
	@stats = stats(1);
	@declared[1] = 1;
	@sized[1] = 1;
	@scalar = 1;
}
