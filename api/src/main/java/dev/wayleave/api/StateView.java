package dev.wayleave.api;

import java.util.Map;

/// What a replica holds: equal on two replicas exactly when their images are.
public record StateView(long version, Map<String, KindView> kinds) {}
