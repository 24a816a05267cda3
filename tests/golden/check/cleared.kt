// kernel: v6.12-like
// Maps that are cleared have their generation in the key, scalars too.
interval:ms:100 {
	@keyed[pid] = count();
	@scalar = hist(nsecs);
	@plain = 1;
	clear(@keyed);
	zero(@scalar);
	clear(@plain);
}
