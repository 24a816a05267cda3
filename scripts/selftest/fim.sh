#!/bin/sh
# What `ktrace fim --selftest [DIRECTORY]` runs: makes known changes in a new folder below
# DIRECTORY (else TMPDIR, else /tmp), writes down of each what the system says of it, and
# holds fim's rows against that. A sentence for each change; exit status 1 if a change was
# not seen, or a field of its row is wrong.
#
#   fim.sh [DIRECTORY]              all of it
#   fim.sh act FOLDER WANTED        makes the changes in FOLDER, what is wanted goes to WANTED
#   fim.sh compare FOLDER WANTED ROWS
#
# Environment: KTRACE, KTRACE_SCRIPT: the program and the script that are tested.

set -u
LC_ALL=C
export LC_ALL
self=$0
fields='op error path new detail bytes dev inode uid gid euid login pid comm exe parent pcomm cwd pcwd'

# device FOLDER: of its file system, as the kernel numbers it. stat tells of btrfs another.
device()
{
	awk -v folder="$1" '
	{ mount = $5 == "/" ? "" : $5 }
	index(folder "/", mount "/") == 1 && length(mount) >= longest { longest = length(mount); number = $3 }
	END { split(number, part, ":"); print part[1] * 1048576 + part[2] }' /proc/self/mountinfo
}

# program NAME: what runs under that name; a shell that has all of them in itself runs itself.
program()
{
	case $(command -v "$1") in
	/*) readlink -f "$(command -v "$1")" ;;
	*) readlink /proc/$$/exe ;;
	esac
}

# step OP PATH NEW DETAIL BYTES COMMAND...: the command, as another process, and what its row
# has to be. What is there no more afterwards is asked before.
step()
{
	op=$1 path=$2 new=$3 detail=$4 bytes=$5
	shift 5
	case $op in
	delete | rmdir) inode=$(stat -c %i "$path") ;;
	esac
	# shellcheck disable=SC2086 # words
	pid=$($become sh -c 'cd "$0" && echo $$ && exec "$@" > /dev/null' "$folder/here" "$@") ||
		{ echo "the change could not be made: $op $path" >&2; exit 1; }
	case $op in
	delete | rmdir) ;;
	rename | link) inode=$(stat -c %i "$new") ;;
	*) inode=$(stat -c %i "$path") ;;
	esac
	printf '%s\t' "$op" 0 "$path" "$new" "$detail" "$bytes" "$device" "$inode" "$user" "$group" "$user" \
		"$login" "$pid" "${1##*/}" "$(program "$1")" "$$" \
		"$(cat /proc/$$/comm)" "$folder/here" >> "$wanted"
	readlink /proc/$$/cwd >> "$wanted"
}

act()
{
	folder=$1 wanted=$2 become='' user=$(id -u) group=$(id -g) device=$(device "$1")
	login=$(cat /proc/self/loginuid 2> /dev/null) || login=
	[ -n "$login" ] || login=4294967295
	# A user whose number is not the group's tells the two apart.
	other='setpriv --reuid 1001 --regid 2002 --clear-groups'
	# shellcheck disable=SC2086 # words
	if [ "$user" = 0 ] && $other sh -c 'cd "$0"' "$folder/here" 2> /dev/null; then
		become=$other user=1001 group=2002
	fi
	: > "$wanted"
	step create "$folder/one" '' '' 0 sh -c ': > "$1"' sh "$folder/one"
	step modify "$folder/one" '' '' 12 sh -c 'printf "twelve bytes" >> "$1"' sh "$folder/one"
	step chmod "$folder/one" '' '' 0 chmod 640 "$folder/one"
	step rename "$folder/one" "$folder/two" '' 0 mv "$folder/one" "$folder/two"
	step link "$folder/two" "$folder/three" '' 0 ln "$folder/two" "$folder/three"
	step symlink "$folder/points" '' no/where 0 ln -s no/where "$folder/points"
	step delete "$folder/two" '' '' 0 rm -f "$folder/two"
	step mkdir "$folder/sub" '' '' 0 mkdir "$folder/sub"
	step rmdir "$folder/sub" '' '' 0 rmdir "$folder/sub"
}

compare()
{
	awk -F '\t' -v names="$fields" -v folder="$1" '
	# The text of a member of a row; none of ours holds a quotation mark.
	function member(line, name) {
		line = substr(line, index(line, "\"" name "\": ") + length(name) + 4)
		if (line ~ /^"/)
			return substr(line, 2, index(substr(line, 2), "\"") - 1)
		sub(/[^0-9-].*/, "", line)
		return line
	}
	function judge(wanted, row,    i, wrong, got) {
		for (i = 1; i <= count; i++) {
			got = member(row, name[i])
			if (got != wanted[i] "")
				wrong = wrong sprintf("%s%s is %s instead of %s", wrong ? ", " : "", name[i],
					got == "" ? "empty" : got, wanted[i] == "" ? "empty" : wanted[i])
		}
		return wrong
	}
	BEGIN { count = split(names, name, " "); nothing = "\"lost\":{\"ringbuf\":0,\"map_full\":0,\"output\":0}" }
	FILENAME == ARGV[1] { line[++changes] = $0; next }
	/"type": "row"/ && index($0, "\"path\": \"" folder "/") { row[++rows] = $0 }
	/"type":"summary"/ { ended = 1; if (!index($0, nothing)) lost = $0 }
	END {
		for (change = 1; change <= changes; change++) {
			split(line[change], wanted, "\t")
			for (i = 1; i <= rows; i++)
				if (i in row && member(row[i], "op") == wanted[1] && member(row[i], "path") == wanted[3])
					break
			wrong = i > rows ? "" : judge(wanted, row[i])
			if (i > rows)
				printf("%-8s no row tells of it\n", wanted[1])
			else if (wrong)
				printf("%-8s seen, but %s\n", wanted[1], wrong)
			else
				printf("%-8s seen, every field right\n", wanted[1])
			bad += i > rows || wrong != ""
			delete row[i]
		}
		for (i = 1; i <= rows; i++)
			if (i in row) {
				printf("a row tells of a change that was not made: %s %s\n", member(row[i], "op"),
					member(row[i], "path"))
				bad++
			}
		if (lost || !ended) {
			print ended ? "rows were lost: " lost : "the rows have no end"
			bad++
		}
		if (!changes || !bad)
			printf("%s\n", changes ? "fim tells all " changes " changes right" : "no change was made")
		exit !changes || bad
	}' "$2" "$3"
}

case ${1-} in
act) act "$2" "$3"; exit ;;
compare) compare "$2" "$3" "$4"; exit ;;
esac
folder=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/ktrace-fim.XXXXXX") || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$folder" "$work"' EXIT
trap 'exit 130' HUP INT TERM
chmod 777 "$folder"
folder=$(cd "$folder" && pwd -P)
mkdir "$folder/here"
echo "changes in $folder are made and looked for; ktrace starts ..."
if ! "$KTRACE" -q -f json -o "$work/rows" -c "sh $self act $folder $work/wanted" "$KTRACE_SCRIPT" \
		--ops create,modify,chmod,rename,link,symlink,delete,mkdir,rmdir || [ ! -s "$work/wanted" ]; then
	echo "fim did not run, so nothing was tested"
	exit 1
fi
compare "$folder" "$work/wanted" "$work/rows"
