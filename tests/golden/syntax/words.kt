// Words of the language are names where only a name can stand.
BEGIN {
	f($x.if, $x->while.let, $x.config.true.sizeof);
	_ = has(1);
	entry(param, kfunc, emit, in, set);
}
