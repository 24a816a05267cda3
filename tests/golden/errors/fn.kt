fn missing($a) { print(1); }
fn c_style(int a) { print(2); }
fn no_type() : { print(3); }
fn no_parentheses { print(4); }
fn { print(5); }
fn angled() < print(6) >
begin { print(7 }
fn open($a : int64) { if ($a) { print(8);
begin { }
