int brightwall_libsrtp3_is_the_systems(void) { return 1; }
