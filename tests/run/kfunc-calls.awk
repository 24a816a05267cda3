# Reads what `ktrace --kfuncs` prints and writes a line for each function, for
# tests/run/kfunc-all: its name, a tab, and a program that calls it with arguments made
# from its prototype; no program where a parameter is of a type that nothing is had for.

# Values by what is pointed to.
function value(type, name)
{
	if (name ~ /__prog$|__nullable$/)
		return "0"
	if (name ~ /__map$/ || type ~ /struct bpf_map \*/)
		return "@m"
	if (name ~ /__str$|__ign$/ || type ~ /char \*/)
		return type ~ /char/ ? "\"text\"" : "curtask"
	if (type ~ /struct bpf_dynptr \*/)
		return name ~ /__uninit$/ ? "" : "$s"
	if (type ~ /struct task_struct \*/)
		return "curtask"
	if (type ~ /struct cgroup \*/)
		return "curtask.cgroups.dfl_cgrp"
	if (type ~ /const struct cpumask \*/)
		return "curtask.cpus_ptr"
	if (type ~ /void \*$/)
		return name ~ /__alloc$|__opt$|__kptr$/ ? "" : "\"8 bytes\""
	if (type ~ /\*/)
		return ""
	if (name ~ /__sz$/)
		return "8"
	return name ~ /__k$/ || type ~ /enum / ? "0" : "1"
}

# What gives a reference to what the type points to, for those that are taken by nothing else.
function giver(type)
{
	if (type ~ /struct task_struct \*/)
		return "bpf_task_from_pid(1)"
	if (type ~ /struct cgroup/)
		return "bpf_cgroup_from_id(1)"
	if (type ~ /struct mem_cgroup \*/)
		return "bpf_get_root_mem_cgroup()"
	if (type ~ /cpumask \*/)
		return "bpf_cpumask_create()"
	if (type ~ /struct bpf_key \*/)
		return "bpf_lookup_system_key(0)"
	return ""
}

# Functions that come in groups.
BEGIN {
	whole["bpf_rcu_read_lock"] = whole["bpf_rcu_read_unlock"] = \
		"bpf_rcu_read_lock(); bpf_rcu_read_unlock();"
	whole["bpf_preempt_disable"] = whole["bpf_preempt_enable"] = \
		"bpf_preempt_disable(); bpf_preempt_enable();"
	loop["bpf_iter_task"] = "for $t : tasks() { @n = $t.pid; }"
	loop["bpf_iter_task_vma"] = "for $v : vmas(curtask) { @n = $v.vm_start; }"
	loop["bpf_iter_css"] = "$c = bpf_cgroup_from_id(1); " \
		"if ($c) { for $g : children($c) { @n = $g.level; } }"
	loop["bpf_iter_bits"] = "for $i : bits(5) { @n = $i; }"
}

function call(    rest, count, parts, i, at, type, parameter, given, arguments, prelude, end)
{
	if (name in whole)
		return whole[name]
	rest = name
	if (sub(/_(new|next|destroy)$/, "", rest) && rest in loop)
		return loop[rest]
	rest = prototype
	sub(/^[^(]*\(/, "", rest)
	sub(/\)$/, "", rest)
	count = rest == "void" ? 0 : split(rest, parts, /, /)
	for (i = 1; i <= count; i++) {
		at = match(parts[i], /[A-Za-z0-9_]+$/)
		type = substr(parts[i], 1, at - 1)
		parameter = substr(parts[i], at)
		sub(/ $/, "", type)
		given = value(type, parameter)
		if ((flags ~ /KF_RELEASE/ || (given == "" && type !~ /const /)) && giver(type) != "") {
			prelude = "$a = " giver(type) "; if ($a) { "
			end = " }"
			given = "$a"
		}
		if (given == "")
			return ""
		if (given == "$s")
			prelude = "$s = \"a text of some bytes\"; " prelude
		if (given == "@m")
			prelude = "@m[1] = 1; " prelude
		arguments = arguments (i > 1 ? ", " : "") given
	}
	return prelude (prototype ~ /^void [a-z_]/ ? "" : "_ = ") name "(" arguments ");" end
}

function write(    text)
{
	if (name == "")
		return
	text = call()
	if (text != "")
		text = (flags == "?" ? "kfunc " prototype "; " : "") \
			"rawtracepoint:sched_switch { " text " }"
	print name "\t" text
}

/^[^ ]/ { write(); name = $1 }
/^  prototype / { prototype = $0; sub(/^  prototype +/, "", prototype) }
/^  flags / { flags = $0; sub(/^  flags +/, "", flags) }
END { write() }
