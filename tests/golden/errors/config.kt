config = { max_map_keys 10; stack_mode = ; license = "GPL" }
let @m = hash;
let $x = 3;
BEGIN { print(1 }
