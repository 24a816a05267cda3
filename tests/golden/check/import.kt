// kernel: v6.12-like
import "parts/numbers.kt";
import "parts/../parts/numbers.kt";
import "parts/folder";

begin {
	print(twice(plus(1, 2)));
	print(from_folder(1));
}
