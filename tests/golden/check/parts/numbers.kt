import "more.kt";
import "../import.kt";
let @numbers = lruhash(7);

fn twice($n : int64) : int64 { @numbers[$n]++; return plus($n, $n); }
begin { print("first"); }
