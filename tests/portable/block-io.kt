// Block I/O, counted by whoever accounts for it here: tracepoints since 6.5, a function
// of several names before, which some builds inline.
tracepoint:block:block_io_start
| kprobe:__blk_account_io_start
| blk_account_io_start
| tracepoint:block:block_rq_issue {
	@requests[comm] = count();
	@sectors[comm] = sum(args.nr_sector ?? (arg_rq.__data_len / 512));
}
