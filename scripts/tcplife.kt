#!/usr/bin/env ktrace
// name: tcplife
// does: prints TCP connections as they end: who had them, how long, how much went through
// usage: ktrace tcplife [options]
// overhead: one program for each change of a connection's state
// kernels: all
// example: ktrace tcplife -- all connections
// example: ktrace tcplife --local-ports 22 -- those to this machine's ssh

param pids : set(pid) = all "processes to look at";
param local_ports : set(uint) = all "ports of this machine";
param remote_ports : set(uint) = all "ports at the other end";

// A connection changes its state in its program where the program asks for it: as it
// connects, and as it closes first. In between whatever runs may be interrupted by it.
tracepoint:sock:inet_sock_set_state /args.protocol == IPPROTO_TCP/ {
	$key = (uint64)args.skaddr;
	if (args.newstate == TCP_SYN_SENT || args.newstate == TCP_SYN_RECV) {
		@began[$key] = nsecs;
	}
	if (args.newstate == TCP_SYN_SENT || args.newstate == TCP_FIN_WAIT1 ||
	    args.newstate == TCP_LAST_ACK) {
		@pid[$key] = pid;
		@comm[$key] = comm;
	}
	if (args.newstate == TCP_CLOSE) {
		if ($key in @began && args.sport in $local_ports && args.dport in $remote_ports &&
		    @pid[$key] in $pids) {
			$sock = (struct tcp_sock *)args.skaddr;
			emit(time, pid = @pid[$key], comm = @comm[$key],
			     local_port = args.sport, connection = (struct sock *)args.skaddr,
			     sent = size($sock.bytes_acked), received = size($sock.bytes_received),
			     lasted = duration(nsecs - @began[$key]));
		}
		delete(@began, $key);
		delete(@pid, $key);
		delete(@comm, $key);
	}
}

END {
	clear(@began);
	clear(@pid);
	clear(@comm);
}
