package dev.wayleave.coordinator.store;

import jakarta.persistence.Embeddable;

/// The key of what is kept: its tailnet, its kind, and what it is found by.
@Embeddable
record KeptId(long tailnet, String kind, String key) {}
