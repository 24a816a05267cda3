BEGIN {
	let $a : unsigned page = 1;
	$b = (struct *)1;
	$c = sizeof struct page;
	$d = offsetof(struct page, 3);
}
