#!/usr/bin/env ktrace
// name: tcpdrop
// does: prints the TCP packets that the kernel throws away, where and why
// usage: ktrace tcpdrop [options]
// overhead: one program for each packet of any protocol that is thrown away
// kernels: all; the reason since 5.17
// example: ktrace tcpdrop -- every packet, until Ctrl-C
// example: ktrace tcpdrop --stacks -- with the kernel's way there

param ports : set(uint) = all "ports, at either end";
param stacks : bool = no "show the kernel's stack, too";

// Headers that are not there yet have no offset, or one that is all ones.
tracepoint:skb:kfree_skb /args.protocol == 0x0800 || args.protocol == 0x86dd/ {
	$packet = (struct sk_buff *)args.skbaddr;
	$is_ipv4 = args.protocol == 0x0800;
	$internet = $packet.head + $packet.network_header;
	$protocol = $is_ipv4 ? ((struct iphdr *)$internet).protocol
			     : ((struct ipv6hdr *)$internet).nexthdr;
	$offset = $packet.transport_header;
	if ($protocol == IPPROTO_TCP && $offset != 0 && $offset != 0xffff) {
		$tcp = (struct tcphdr *)($packet.head + $offset);
		$from_port = bswap($tcp.source);
		$to_port = bswap($tcp.dest);
		if ($from_port in $ports || $to_port in $ports) {
			if ($is_ipv4) {
				emit(time, pid, comm, reason = args.reason ?? 0,
				     from = (struct in_addr *)($internet + offsetof(struct iphdr, saddr)), $from_port,
				     to = (struct in_addr *)($internet + offsetof(struct iphdr, daddr)), $to_port,
				     place = ksym(args.location));
			} else {
				emit(time, pid, comm, reason = args.reason ?? 0,
				     from = (struct in6_addr *)($internet + offsetof(struct ipv6hdr, saddr)), $from_port,
				     to = (struct in6_addr *)($internet + offsetof(struct ipv6hdr, daddr)), $to_port,
				     place = ksym(args.location));
			}
			if ($stacks) { print(kstack); }
		}
	}
}
