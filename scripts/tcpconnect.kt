#!/usr/bin/env ktrace
// name: tcpconnect
// does: prints the TCP connections that programs try to make
// usage: ktrace tcpconnect [options]
// overhead: one program for each connect(); without kprobes for each change of a connection's state
// kernels: all; without kprobes and fentry the local port is not known yet
// example: ktrace tcpconnect -- all of them
// example: ktrace tcpconnect --ports 443,80 --users ann -- what a user reads on the web

param pids : set(pid) = all "processes to look at";
param users : set(user) = all "users to look at";
param ports : set(uint) = all "ports at the other end";

kprobe:tcp_connect | fentry:tcp_connect | tracepoint:sock:inet_sock_set_state
	/(args.newstate ?? TCP_SYN_SENT) == TCP_SYN_SENT && pid in $pids && uid in $users/ {
	$sock = arg_sk ?? (struct sock *)args.skaddr;
	$port = bswap($sock.__sk_common.skc_dport);
	if ($port in $ports) {
		emit(time, pid, comm, user(uid), port = $port, connection = $sock);
	}
}
