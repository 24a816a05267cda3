// TCP packets that are thrown away because nobody listens, by the port that they were for.
// tcp_drop went in 5.19; the tracepoint sees all protocols, and tells the reason since 5.17.
tracepoint:skb:kfree_skb {
	if has(enum SKB_DROP_REASON_NO_SOCKET) {
		if (args.reason != SKB_DROP_REASON_NO_SOCKET) { return; }
	}
	$packet = (struct sk_buff *)args.skbaddr;
	$ip = (struct iphdr *)($packet.head + $packet.network_header);
	if (args.protocol == 0x0800 && $ip.protocol == IPPROTO_TCP) {
		$tcp = (struct tcphdr *)($packet.head + $packet.transport_header);
		@[bswap($tcp.dest)] = count();
	}
}
