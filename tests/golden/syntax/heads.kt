kprobe:a, kprobe:b { }
kprobe:fsnotify_insert_event | fsnotify_add_event { }
tracepoint:a:b | c?, fentry:f|kprobe:f { }
uprobe:/usr/lib/*/libc.so.6:malloc { }
uprobe:"/path with spaces/x<y>":f+0x10 { }
interval:s:1 { } profile:hz:99{ }
unlinked = kprobe:vfs_unlink { }
kprobe:vfs_* // every one of them
{ }
kprobe:f //another, after a comment that starts where a word would
/pid == 3/ { }
kprobe:f? < >
config:x { }
uprobe:/a:f | /b/c:g|/d:h/**/ | // a comment, which a path cannot begin with
	/* and another */ /e:i /pid == 3/ { }
tracepoint:a:b | c:d | t*:e:f { }
