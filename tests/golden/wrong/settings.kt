// kernel: v6.12-like
config = {
	max_map_kyes = 5;
	max_map_keys = 0;
	max_strlen = "long";
	stack_mode = fancy;
	missing_probes = maybe;
	print_maps_on_exit = 2;
	license = "Proprietary";
	log_size = 5;
	on_stack_limit = 64;
}
begin { }
