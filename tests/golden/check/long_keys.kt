// kernel: v5.10-like
// Keys of more than 512 bytes: long strings go into tables of their own.
begin {
	@path[str(curtask), pid] = 1;
	@two[str(curtask), comm, str(curtask, 200)] = count();
	@short[str(curtask, 100), comm] = 1;
	@one[str(curtask)] = 1;
	clear(@one);
}
