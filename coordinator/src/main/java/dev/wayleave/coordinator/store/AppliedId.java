package dev.wayleave.coordinator.store;

import jakarta.persistence.Embeddable;

/// The key of what was last applied.
@Embeddable
record AppliedId(long tailnet, String origin, String kind, String id) {}
