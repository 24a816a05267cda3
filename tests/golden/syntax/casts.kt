BEGIN {
	$a = (struct task_struct *)curtask;
	$b = (uint64)-1;
	$c = (limit) - 1;
	$d = (limit) * 2;
	$e = (limit) & 3;
	$f = (limit)$x;
	$g = (limit)(3);
	$h = (pid_t) - 1;
	$i = (arg_size_t) - 1;
	$j = (unsigned long)$x;
	$k = (foo **)$x;
	$l = (string[16])$x;
	$m = (int8[])$x;
	$n = (array[2]) + 1;
	$o = (enum pid_type)1;
	$p = (union u)$x;
	$q = str((comm), 3);
	$r = sizeof(struct page) + sizeof(uint8) + sizeof($x) + sizeof(pid_t *) + sizeof(comm);
	$s = offsetof(struct page, a.b) + offsetof($x, c) + offsetof(pid_t, d);
	$t = (int32*[4])$x;
	if (pid) { }
}
