// kernel: v5.10-like
// Keys of more than 512 bytes: long strings go into tables of their own.
begin {
	@path[str((uint64)curtask), pid] = 1;
	@two[str((uint64)curtask), comm, str((uint64)curtask, 200)] = count();
	@short[str((uint64)curtask, 100), comm] = 1;
	@one[str((uint64)curtask)] = 1;
	clear(@one);
}
