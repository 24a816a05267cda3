// What a declaration of a parameter cannot look like.
param x;
param x : one_of(a b) = a;
param x : one_of() = a;
param x : int = 5 "help" "more";
param x : int = ;
param x : int = 5,;
param 5 : int = 5;
param x : string = "\q";
param x = 5;
param;
param x { int = 5; }

BEGIN { exit(); }
