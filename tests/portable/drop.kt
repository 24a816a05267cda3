// Packets that are thrown away. tcp_drop went in 5.19; the tracepoint sees all
// protocols and tells the reason since 5.17.
tracepoint:skb:kfree_skb {
	if has(enum SKB_DROP_REASON_NO_SOCKET) {
		if (args.reason == SKB_DROP_REASON_NO_SOCKET) { @["no socket"] = count(); }
	} else {
		@["dropped"] = count();
	}
}
