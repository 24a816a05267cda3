// kernel: v6.12-like
begin {
	$signed = -7 / 2;
	$unsigned = nsecs / 2;
	$difference = nsecs - nsecs;
	$narrow = (int32)-5;
	$cut = (uint8)300;
	$counted = (uint8)1;
	$counted++;
	$shifted = 1 << 40 | 0xff & 0x0f ^ 3;
	$is = !pid == false && comm != "x" || $signed >= -3;
	$chosen = pid ? "yes" : "no";
	$kept = cpu ?: 7;
	$none = ~0;
	let $declared : uint16 = 5;
	let $null;
	$null = 0;
	$null = curtask;
	print(sizeof(uint64) * 2 == 16 ? 1 : 0);
	printf("%d %u %x\n", $narrow, $narrow, $declared);
	print(($signed, $unsigned, $difference, $cut, $counted, $shifted, $is, $chosen, $kept, $none));
	print($null);
}
