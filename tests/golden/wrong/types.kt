// kernel: v6.12-like
begin {
	$a = 1;
	$a = comm;
	$b = curtask;
	$b = 5;
	let $c : uint8 = 300;
	let $d : uint8 = pid;
	let $e : strct = 1;
	$f = pid ? 1 : "x";
	$g = (struct task_struct)1;
	$h = (string[16])curtask;
	$i = *5;
	$j = *curtask.stack;
	$k = &pid;
	$l = (pid) - 3;
	$m = 5[1];
	$n = (1, print(2));
	if (comm) { }
	$o = sizeof(struct nothing);
	$p = (uint32)comm;
	return comm;
}
begin /comm/ { }
