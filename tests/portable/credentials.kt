// Changes of user.
kprobe:commit_creds { printf("%d -> %d\n", uid, arg_new.uid.val); }
