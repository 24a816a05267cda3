macro x { 1 }
macro y(1) { 1 }
begin { $y = if 1 { 2 }; }
begin { $z = { 1; 2 3 }; $a = 1; }
begin { print({ 1 ); }
