package dev.wayleave.coordinator.store;

import jakarta.persistence.Embeddable;

/// The key of a row: its tailnet, and a name that is unique there.
@Embeddable
record NamedId(long tailnet, String id) {}
