int brightwall_flatbuffers_is_the_systems(void) { return 1; }
