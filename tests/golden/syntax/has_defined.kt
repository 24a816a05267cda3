// A program's own macro takes the question's place; elsewhere it is a name, too.
macro has(x) { x + 1 }
BEGIN {
	print(has(struct_like));
	print($x.has);
}
