// Names before the arguments of a call.
begin {
	emit(pid, op = "start", path = str(1), deep = f(a = 2, 3));
	emit(a = b == c, d = e ? f : g);
}
