#!/usr/bin/env ktrace
// name: biolatency
// does: shows how long requests to disks took
// usage: ktrace biolatency [options]
// overhead: two programs for each request: small beside what a disk takes
// kernels: all
// example: ktrace biolatency -- all disks, until Ctrl-C
// example: ktrace biolatency --by disk --every 1s -- a histogram for each disk and second
// example: ktrace biolatency --queued -- with the time that requests waited to be issued

param by : one_of(all, disk, operation, program) = all "a histogram for each";
param disks : set(string) = all "disks to look at, as sda or nvme0n1";
param queued : bool = no "count from where a request entered the queue";
param every : duration = 0s "print and begin anew so often; 0s: once, at the end";

// rq_disk went in 5.17; the queue knows its disk since 5.15.
fn disk_of($request : struct request *) : string[32] {
	return str(($request.q.disk ?? $request.rq_disk).disk_name);
}

fn operation_of($request : struct request *) : string[12] {
	$operation = $request.cmd_flags & 0xff;
	if ($operation == REQ_OP_READ) { return "read"; }
	if ($operation == REQ_OP_WRITE) { return "write"; }
	if ($operation == REQ_OP_FLUSH) { return "flush"; }
	if ($operation == REQ_OP_DISCARD) { return "discard"; }
	return "other";
}

rawtracepoint:block_rq_insert /$queued/ {
	@start[(uint64)arg_rq] = nsecs;
	if ($by == "program") { @who[(uint64)arg_rq] = comm; }
}

// What goes past the queue is issued and was never inserted.
rawtracepoint:block_rq_issue {
	$request = (uint64)arg_rq;
	if (!$queued || !has_key(@start, $request)) {
		@start[$request] = nsecs;
		if ($by == "program") { @who[$request] = comm; }
	}
}

rawtracepoint:block_rq_complete {
	$request = (uint64)arg_rq;
	if ($request in @start) {
		$took = (nsecs - @start[$request]) / 1000;
		if (disk_of(arg_rq) in $disks) {
			if ($by == "disk") {
				@usecs[disk_of(arg_rq)] = hist($took);
			} else if ($by == "operation") {
				@usecs[operation_of(arg_rq)] = hist($took);
			} else if ($by == "program") {
				@usecs[@who[$request]] = hist($took);
			} else {
				@usecs = hist($took);
			}
		}
		delete(@start, $request);
		if ($by == "program") { delete(@who, $request); }
	}
}

interval:$every /$every != 0/ {
	time("%H:%M:%S\n");
	print(@usecs);
	clear(@usecs);
}

END {
	clear(@start);
	if ($by == "program") { clear(@who); }
}
