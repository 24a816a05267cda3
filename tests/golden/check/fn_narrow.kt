// kernel: v6.12-like
// What was declared to hold no more than 32 bits fits 32 bits again.
fn inner($p : int32) : int32 { return $p; }
fn outer($p : int32, $q : uint16) : int32 { return inner($p); }

begin {
	let $n : int16 = 5;
	print(outer($n, 7));
}
