// Programs that are started: flush_old_exec became begin_new_exec in 5.8.
kprobe:begin_new_exec | flush_old_exec { printf("%s\n", str(arg_bprm.filename)); }
