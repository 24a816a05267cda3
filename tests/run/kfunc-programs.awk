# Writes COUNT programs about references, from SEED: one probe each, on one line, for
# tests/run/kfunc-fuzz. The same seed gives the same programs with every awk.

function random(most)
{
	state = (state * 16807) % 2147483647
	return int(state / 7) % most
}

function pick(words,    list, count)
{
	count = split(words, list, " ")
	return list[1 + random(count)]
}

# A pointer to a task: variables more often than what nobody owns.
function pointer(inside,    choice)
{
	choice = random(12)
	if (choice < 7)
		return inside && random(2) ? "$v" : pick("$t $t $u $s")
	if (choice < 8)
		return "curtask"
	if (choice < 9)
		return "arg_p"
	return pick("$t.real_parent curtask.group_leader $t.last_wakee $s")
}

# What is done to what was asked about; right, unless it is gone.
function guarded(variable,    choice)
{
	choice = random(5)
	return "if (" variable ") { " \
	       (choice < 2 ? "bpf_task_release(" variable ")" : \
		choice < 3 ? "@n = bpf_task_acquire(" variable ").pid" : \
		choice < 4 ? "$u = bpf_task_acquire(" variable ")" : \
			     "@n = bpf_task_under_cgroup(" variable ", curtask.cgroups.dfl_cgrp)") \
	       "; } "
}

function acquiring(inside)
{
	return random(6) ? "bpf_task_from_pid(" random(9) ")" \
			 : "bpf_task_acquire(" pointer(inside) ")"
}

function condition(inside,    choice, one)
{
	one = inside && random(2) ? "$v" : pick("$t $u $s")
	choice = random(8)
	if (choice < 3)
		return one
	if (choice < 4)
		return "!" one
	if (choice < 5)
		return one " != 0"
	if (choice < 6)
		return one " && " pick("$t $u $s")
	if (choice < 7)
		return "!" one " || !" pick("$t $u $s")
	return "pid == " random(4)
}

function loop(depth,    head)
{
	head = pick("for:$i:0..3 for:$i:0..300 unroll(2)")
	if (head != "unroll(2)")
		head = "for $i" ++loops " : " substr(head, 8)
	# Rounds of unroll() are no loop that could be left.
	return head " { $v = " acquiring(0) "; " \
	       block(depth - 1, head == "unroll(2)" ? 2 : 1, 2 + random(3)) "} "
}

function statement(depth, inside,    choice, text)
{
	choice = random(28)
	if (choice >= 20)
		return guarded(inside && random(2) ? "$v" : pick("$t $u $s"))
	if (choice < 3)
		return pick("$t $u") " = " acquiring(inside) "; "
	if (choice < 5)
		return "$s = " pick("$t $u curtask arg_p " (inside ? "$v" : "$t")) "; "
	if (choice < 7)
		return "@n = " pick("$t $u $s curtask arg_p") ".pid; "
	if (choice < 8)
		return "bpf_task_release(" pointer(inside) "); "
	if (choice < 11)
		return "@n = " pointer(inside) ".pid; "
	if (choice < 12)
		return "@n = bpf_task_under_cgroup(" pointer(inside) ", curtask.cgroups.dfl_cgrp); "
	if (choice < 13)
		return "@n = bpf_task_acquire(" pointer(inside) ").pid; "
	if (choice < 14)
		return "if (!" pick("$t $u") ") { return; } "
	if (choice < 15 && inside == 1)
		return "if (" condition(1) ") { " pick("break continue return") "; } "
	if (depth <= 0)
		return "@n = 1; "
	if (choice < 17)
		return loop(depth)
	text = "if (" condition(inside) ") { " block(depth - 1, inside, 1 + random(3)) "} "
	if (random(2))
		text = text "else { " block(depth - 1, inside, 1 + random(2)) "} "
	return text
}

function block(depth, inside, count,    text)
{
	while (count-- > 0)
		text = text statement(depth, inside)
	return text
}

BEGIN {
	state = seed * 7919 + 12345
	for (made = 0; made < count; made++) {
		loops = 0
		print "rawtracepoint:sched_process_exec { " \
			"$t = bpf_task_from_pid(" random(9) "); " \
			"$u = bpf_task_from_pid(" random(9) "); " \
			"$s = " pick("$t $u curtask arg_p") "; " block(2, 0, 2 + random(4)) "}"
	}
}
