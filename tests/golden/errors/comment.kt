BEGIN { print(1); } /* this one
goes on and on
