# Completion of ktrace's command line for fish: options, what takes their values,
# scripts by name and their own options, and programs and probes by `ktrace --complete`.

function __ktrace_text
    string replace -r '^[\'"]' '' -- (commandline -ct)
end

function __ktrace_has_script
    # The second word that is no option is looked for among the scripts' names.
    for word in (commandline -opc)[2..-1]
        if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __ktrace_own_options
    set -l script (__ktrace_has_script); or return
    ktrace $script --help 2>/dev/null | string match -r -a -- '--[a-z][a-z-]*'
end

set -l lists '__fish_contains_opt -s l list'

complete -c ktrace -s e -l execute -x -d 'run this program' -a '(ktrace --complete (__ktrace_text) 2>/dev/null)'
complete -c ktrace -s l -l list -d 'list the probes that match a pattern'
complete -c ktrace -n $lists -f -a '(ktrace -l --complete (__ktrace_text) 2>/dev/null)'
complete -c ktrace -l kfuncs -d 'list the kernel functions for BPF that match a pattern'
complete -c ktrace -l scripts -d 'list the scripts that ktrace runs by their names'
complete -c ktrace -l complete -x -d 'list what may be written further' -a '(ktrace --complete (__ktrace_text) 2>/dev/null)'
complete -c ktrace -s p -l pid -x -d 'trace this process only' -a '(__fish_complete_pids)'
complete -c ktrace -s c -l cmd -x -d 'run this command, traced' -a '(__fish_complete_command)'
complete -c ktrace -s o -l output -r -F -d 'write the output to a file'
complete -c ktrace -s f -l format -x -d 'output format' -a 'text json folded'
complete -c ktrace -s B -l buffer -x -d 'how output is buffered' -a 'line full none'
complete -c ktrace -s q -l quiet -d 'say nothing but what the script prints'
complete -c ktrace -s v -l verbose -d 'say more'
complete -c ktrace -s d -l debug -x -d 'print a compiler stage' -a 'ast types plan ir opt image all'
complete -c ktrace -l dry-run -d 'compile and load, attach nothing'
complete -c ktrace -l plan -d 'show what was chosen on this kernel and why'
complete -c ktrace -l kernel -r -F -d 'compile for another kernel'
complete -c ktrace -l check -d 'tell for which kernels the scripts compile'
complete -c ktrace -l snapshot -r -F -d 'save what ktrace asks of this kernel'
complete -c ktrace -l fail-on-loss -d 'exit with 3 if any output was lost'
complete -c ktrace -s k -l warnings -d 'warn of failures at run time'
complete -c ktrace -l no-warnings -d 'leave such warnings out'
complete -c ktrace -l no-cache -d 'compile anew, and keep nothing'
complete -c ktrace -l unsafe -d 'allow what changes the state of the system'
complete -c ktrace -l info -d 'show what this kernel and this ktrace can do'
complete -c ktrace -s h -l help -d 'show the help'
complete -c ktrace -s V -l version -d 'show the version'
complete -c ktrace -n 'not __ktrace_has_script' -a '(ktrace --scripts 2>/dev/null | string replace -r "  +" \t)'
complete -c ktrace -n __ktrace_has_script -a '(__ktrace_own_options)'
