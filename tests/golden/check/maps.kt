// kernel: v6.12-like
// Types of maps come from all that is written to them.
begin {
	@literal = 0;
	@unsigned = 0;
	@unsigned = nsecs;
	@mixed = nsecs;
	@mixed = -1;
	@itself = @itself + 1;
	@later = @from;
	@text["a"] = "b";
	@text["abcdef"] = comm;
	@pair[1, comm] = (2, "x");
	@pair[pid, "y"] = (3, "xyz");
	@enum = PIDTYPE_TGID;
	@flag = pid == 1;
	@task[curtask] = curtask.real_parent;
	@address[curtask, 1] = 1;
	@address[nsecs, 2] = 1;
	@address[3, nsecs] = curtask;
}
end {
	@from = comm;
	print(has_key(@text, "a"));
	delete(@pair, (1, "a"));
	delete(@text["abc"]);
}
