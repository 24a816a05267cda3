BEGIN {	print(1);	[31m $x = "	" 3; }
