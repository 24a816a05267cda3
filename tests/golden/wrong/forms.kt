// kernel: v6.12-like
// What such numbers are not: texts, and numbers to count with.
begin {
	print(duration("1s"));
	print(duration(1) + size(2));
	if (user(5) > 4) { print(1); }
	emit(user(comm));
	emit(uid, user = uid, user(uid));
	$d = duration(1);
	$d = size(2);
	print(duration());
	exit();
}
