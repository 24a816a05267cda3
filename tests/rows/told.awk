# Holds docs/kernels.md against the rows: awk -f told.awk docs/kernels.md ROW...
# A line "| 5 | ... | `code` |" of its tables shows code that stands in the script of row 05; a
# line "| 87 | reason |" says why there is no row 87. Every change of 1 to 95 has the one or
# the other. Prints what is wrong.

function squeeze(text)
{
	gsub(/[ \t\n]+/, " ", text)
	return text
}

FNR == 1 && NR > FNR {
	number = FILENAME
	sub(/.*\//, "", number)
	number += 0
	there[number] = 1
	in_script = 0
}

NR == FNR && /^\| [0-9]+ \|/ {
	gsub(/\\\|/, "\001")
	if (split($0, cell, / *\| */) == 5) {
		gsub("\001", "|", cell[4])
		shown[cell[2]] = cell[4]
	} else {
		left_out[cell[2]] = 1
	}
	next
}

NR > FNR && /^== / { in_script = $2 == "script" }
NR > FNR && in_script { script[number] = script[number] " " $0 }

END {
	for (number = 1; number <= 95; number++)
		if ((number in there) && (number in left_out))
			print "change " number " is tested, and docs/kernels.md says that it is not"
		else if (!(number in there) && !(number in left_out))
			print "change " number " has neither a row nor a reason in docs/kernels.md"
	for (number in shown) {
		pieces = split(shown[number], piece, "`")
		shows = 0
		for (i = 2; i <= pieces; i += 2)
			shows += index(squeeze(script[number]), squeeze(piece[i])) > 0
		if (pieces > 1 && shows < int(pieces / 2))
			print "row " number " has not what docs/kernels.md shows: " shown[number]
		examples += shows
	}
	if (examples < 25)
		print "docs/kernels.md shows only " examples + 0 " of the rows"
}
