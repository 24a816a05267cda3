// kernel: v6.12-like
let @recent = lruhash(10);
let @each = percpuhash(20);
let @counts = hash(30);
let @last = percpulruhash(40);
begin {
	@recent[pid] = 1;
	@each[pid] = 1;
	@counts[pid] = count();
	@last[pid] = 1;
}
