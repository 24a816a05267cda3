# Completion of ktrace's command line for fish. ktrace itself says what fits
# (ktrace --complete-words); each line is a whole word and, behind a tab, a note.

function __ktrace_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -r '^[\'"]' '')
    $words[1] --complete-words $words[2..-1] "$current" 2>/dev/null | head -n 2000
end

complete -c ktrace -f -a '(__ktrace_complete)'
