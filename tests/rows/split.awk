# Lays rows out as folders: awk -v out=DIR -f split.awk FEATURE.DEF BASE.H ROW...
#
# Each kernel of a row becomes DIR/ROW/NUMBER with what `ktrace --kernel` reads,
# except for the type information and the symbols, which need the compiler:
# types.c is what it is made of, symbols the changes to the list. Prints
# "ROW NUMBER RELEASE" for each. tests/rows/run says how a row is written.

function fail(text)
{
	print FILENAME ":" FNR ": " text > "/dev/stderr"
	failed = 1
	exit 1
}

# 5.8 as 5008, so that releases compare.
function rank(release,	part)
{
	split(release, part, ".")
	return part[1] * 1000 + part[2]
}

function open_section(path)
{
	close(section)
	section = path
	printf "" > section
}

function finish_kernel(	name, features)
{
	if (!folder)
		return
	features = folder "/ktrace/features"
	for (name in since)
		print name "=" (name in told ? told[name] : rank(since[name]) <= rank(release)) > features
	close(features)
	split("", told)
	folder = ""
}

function start_kernel()
{
	finish_kernel()
	release = $3
	if (release !~ /^[0-9]+\.[0-9]+$/)
		fail("a kernel needs its release: == kernel 5.16")
	folder = row "/" ++kernels
	system("mkdir -p " folder "/sys/kernel/btf " folder "/proc/sys/kernel " folder "/ktrace")
	print release ".0" > (folder "/proc/sys/kernel/osrelease")
	close(folder "/proc/sys/kernel/osrelease")
	printf "" > (folder "/symbols")
	close(folder "/symbols")
	open_section(folder "/types.c")
	printf "%s%s", base, common > section
	sub(/^== kernel /, "")
	print name, kernels, $0
}

# The part of a record that every tracepoint has, before the fields that the row gives.
function start_tracepoint(	path)
{
	path = $3
	gsub(/:/, "/", path)
	path = folder "/sys/kernel/tracing/events/" path
	system("mkdir -p " path)
	open_section(path "/format")
	sub(/.*:/, "", $3)
	printf "name: %s\nID: %d\nformat:\n", $3, 100 + ++events > section
	printf "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" > section
	printf "\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n" > section
	printf "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n" > section
	printf "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n" > section
}

function start_file(	directory)
{
	directory = folder "/" $3
	sub(/\/[^\/]*$/, "", directory)
	system("mkdir -p " directory)
	# A tracefs without events is a folder where none is mounted.
	if (sub(/\/tracing.*/, "/tracing/events", directory))
		system("mkdir -p " directory)
	open_section(folder "/" $3)
}

FNR == 1 { file++ }

file == 1 {
	if (/^FEATURE\(/) {
		split($0, text, "\"")
		since[text[2]] = text[6]
	}
	next
}

file == 2 { base = base $0 "\n"; next }

FNR == 1 {
	finish_kernel()
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.row$/, "", name)
	row = out "/" name
	kernels = 0
	common = ""
	system("mkdir -p " row)
	kind = "prose"
}

/^== / {
	kind = $2
	if (kind == "script" || kind == "common")
		open_section(row "/" kind)
	else if (kind == "kernel")
		start_kernel()
	else if (!folder)
		fail("`" $0 "' stands before the first kernel")
	else if (kind == "tracepoint")
		start_tracepoint()
	else if (kind == "file")
		start_file()
	else if (kind == "symbols" || kind == "expect")
		open_section(folder "/" kind)
	else if (kind != "features")
		fail("`" kind "' is no section")
	next
}

kind == "prose" { next }
kind == "common" { common = common $0 "\n"; next }

kind == "features" {
	if (!$0)
		next
	split($0, text, "=")
	if (!(text[1] in since))
		fail("`" text[1] "' is no feature")
	told[text[1]] = text[2]
	next
}

kind == "tracepoint" {
	if (/^field:/)
		print "\t" $0 > section
	next
}

# Blank lines between sections belong to none.
/^$/ && kind != "kernel" && kind != "script" { next }
{ print > section }

END {
	if (!failed)
		finish_kernel()
	exit failed
}
