# A list of symbols like the kernel's, from what nm prints of a stub and from a
# row's changes to it: "f.isra.0" adds one, "-f" takes one away.

function line(kind, name)
{
	printf "ffffffff81%06x %s %s\n", 64 * count++, kind, name
}

BEGIN { line("T", "_stext") }
FILENAME == ARGV[1] && $2 ~ /^[Tt]$/ { stub[++stubs] = $3 }
FILENAME != ARGV[1] {
	for (i = 1; i <= NF; i++)
		if (sub(/^-/, "", $i))
			gone[$i] = 1
		else
			extra[++extras] = $i
}

END {
	for (i = 1; i <= stubs; i++)
		if (!(stub[i] in gone))
			line("T", stub[i])
	for (i = 1; i <= extras; i++)
		line("t", extra[i])
	line("T", "_etext")
}
