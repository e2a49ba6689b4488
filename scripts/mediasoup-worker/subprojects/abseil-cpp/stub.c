int brightwall_abseil_cpp_is_the_systems(void) { return 1; }
