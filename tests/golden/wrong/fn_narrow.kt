// kernel: v6.12-like
fn small($p : int16) : int16 { return $p; }
fn inner($p : int32) : int16 { return small($p); }
fn other($p : uint32) : int32 { return $p; }

fn counts($n : uint16) { print($n) }
fn gives($n : int8) { counts($n) }
begin { print(inner(1)); print(other(1)); $n = 5; print(small($n)); gives(1); }
