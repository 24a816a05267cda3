// What a declaration of a parameter may look like; words are reserved nowhere.
param pids : set(pid) = all "processes; to trace";
param mode:one_of( fast , "very slow" )=fast;
param limit : size = 4M   // a comment with ; and "quotes"
	"how much";
param name : string = "a, \"b\"" "text";
param list : set(string) = "a b" , c;
param calls : set(syscall) = !write, file;
param dir : path = /tmp//x;
param file : path;
param param : int = -5;

param = BEGIN {
	$in = 5;
	@in[1] = $in in (1, 2);
	print(in in $pids);
	print($x.in in $list && !(comm in $list) == 1);
	print(param(in));
}
