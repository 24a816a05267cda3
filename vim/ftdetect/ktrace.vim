" Files of ktrace's language: by the line that names their interpreter, or by the header of its
" scripts, as other languages have files that end in .kt too.
autocmd BufNewFile,BufRead *
      \ if getline(1) =~# '^#!.*\<ktrace\>' || (expand('<afile>') =~# '\.kt$' && search('^// name: ', 'cnw')) |
      \   set filetype=ktrace |
      \ endif
