int brightwall_ssl_is_the_systems(void) { return 1; }
