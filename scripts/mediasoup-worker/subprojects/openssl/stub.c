int brightwall_openssl_is_the_systems(void) { return 1; }
