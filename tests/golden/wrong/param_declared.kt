// kernel: v6.12-like
// stage: types
// Declarations that are wrong, and uses of parameters.
param a : integer = 5;
param b : int = five;
param c : one_of(fast, slow) = slw;
param d : one_of = x;
param e : syscall = read;
param f : set(syscall) = opennat;
param a1 : int = 5, 6;
param a1 : int = 5;
param help : bool = no;
param g : duration = 10;
param h : pid = 0;
param i : bool = perhaps;
param j : size = 4x;
param k : int = all;
param l : set(pid) = all;
param m : pid(5) = 1;

BEGIN {
	print(k);
	exit();
}
