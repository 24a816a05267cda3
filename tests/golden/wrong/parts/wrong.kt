config = { max_strlen = 3; }
import "nothing.kt";
fn wrong($n : int64) { print($n) print(2); }
