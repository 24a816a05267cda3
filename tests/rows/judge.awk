# Holds what ktrace said against what rows expect: awk -v out=DIR -f judge.awk
# reads "ROW NUMBER RELEASE" lines, as split.awk prints them, and prints a TAP
# point for each; tests/rows/run says what an expectation means.

# A line as it is compared: one blank between words, one at each end, so that
# only whole words match, and `.', which belongs to words, is no boundary.
function squeeze(line)
{
	gsub(/[ \t]+/, " ", line)
	sub(/^ /, "", line)
	sub(/ $/, "", line)
	return line
}

function is_word(character)
{
	return character ~ /[A-Za-z0-9_.]/
}

# Whether TEXT is in LINE and no word of it is only a part of one there.
function holds(line, text,	at, from, before, after)
{
	for (from = 1; at = index(substr(line, from), text); from += at) {
		before = from + at - 2
		after = from + at - 1 + length(text)
		if ((!before || !is_word(substr(line, before, 1)) || !is_word(substr(text, 1, 1))) &&
		    (!is_word(substr(line, after, 1)) || !is_word(substr(text, length(text), 1))))
			return 1
	}
	return 0
}

function is_said(text,	i)
{
	for (i = 1; i <= count; i++)
		if (holds(said[i], text))
			return 1
	return 0
}

function say(line)
{
	said[++count] = squeeze(line)
}

# Where a program of a kind reads its context.
function place(kind, offset)
{
	if (kind ~ /^(kprobe|kretprobe|uprobe|uretprobe)$/)
		return offset in registers ? registers[offset] : "pt_regs+" offset
	if (kind ~ /^tracepoint$/)
		return "record+" offset
	return "ctx[" offset / 8 "]"
}

# Of the code, the loads from a program's context matter, and the helpers by their
# numbers: "probe_0 reads dx", "probe_0 calls helper 14".
function say_code(line,	part)
{
	if (match(line, /^define .*@probe_[0-9]+\(.*section "[^"]*"/)) {
		program = line
		sub(/^define [^@]*@/, "", program)
		sub(/\(.*/, "", program)
		split(substr(line, index(line, " section \"") + 10), part, /["\/]/)
		context_kind = part[1]
		sub(/\..*/, "", context_kind)
	} else if (line ~ /^}/) {
		program = ""
	} else if (program && match(line, /call .* inttoptr \(i64 [0-9]+ to ptr\)/)) {
		sub(/.*inttoptr \(i64 /, "", line)
		say(program " calls helper " line + 0)
	} else if (program && match(line, /call i64 asm "\$0 = \*\(u[0-9]+ \*\)\(\$1 \+ [0-9]+/)) {
		line = substr(line, RSTART, RLENGTH)
		sub(/.* /, "", line)
		say(program " reads " place(context_kind, line + 0))
	}
}

function read_output(folder,	line)
{
	count = 0
	program = ""
	while ((getline line < (folder "/out")) > 0) {
		if (line ~ /^; ModuleID|^source_filename/)
			is_code = 1
		if (is_code)
			say_code(line)
		else
			say(line)
	}
	is_code = 0
	close(folder "/out")
	outputs = count
	while ((getline line < (folder "/err")) > 0) {
		if (match(line, /(error|warning): /)) {
			line = substr(line, RSTART)
			complaints[squeeze(line)]++
		}
		say(line)
	}
	close(folder "/err")
	getline status < (folder "/status")
	close(folder "/status")
}

function miss(text)
{
	missed = missed "# " text "\n"
}

# One line of what is expected.
function check(line,	is_not)
{
	line = squeeze(line)
	if (line ~ /^(error|warning): /) {
		if (line ~ /^error: /)
			wanted_status = 1
		if (!complaints[line]--)
			miss("not said: " line)
		return
	}
	is_not = sub(/^! /, "", line)
	if (is_said(line) == is_not)
		miss((is_not ? "there is: " : "there is no: ") line)
	expectations += !is_not
}

function judge(folder,	line)
{
	missed = ""
	wanted_status = 0
	expectations = 0
	split("", complaints)
	read_output(folder)
	while ((getline line < (folder "/expect")) > 0)
		check(line)
	close(folder "/expect")
	for (line in complaints)
		if (complaints[line] > 0)
			miss("not expected: " line)
	if (!expectations && !wanted_status)
		miss("nothing is expected that must be there")
	if (status != wanted_status)
		miss("exit status " status ", not " wanted_status)
}

BEGIN {
	split("r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp ss", names, " ")
	for (i in names)
		registers[(i - 1) * 8] = names[i]
}

{
	row = $1
	folder = out "/" row "/" $2
	sub(/^[^ ]+ [^ ]+ /, "")
	judge(folder)
	print (missed ? "not ok " : "ok ") NR " - " row " on " $0
	if (missed) {
		failed = 1
		printf "%s", missed
		print "# what was said:"
		for (i = 1; i <= count; i++)
			print "#   " said[i]
	}
}

END {
	if (!NR)
		failed = 1
	print "1.." NR
	exit failed
}
