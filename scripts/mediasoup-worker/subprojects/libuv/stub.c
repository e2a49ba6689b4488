int brightwall_libuv_is_the_systems(void) { return 1; }
