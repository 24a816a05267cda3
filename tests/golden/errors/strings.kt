BEGIN {
	print("unknown \q, \x, \777");
	print("not closed);
	print("fine");
	print(“typographic”, 'single');
}
