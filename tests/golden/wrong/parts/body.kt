// What is wrong here is told here.
fn body($n : int64) { print($nn); }
fn fine() { body("text"); }
