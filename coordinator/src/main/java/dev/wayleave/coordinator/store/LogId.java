package dev.wayleave.coordinator.store;

import jakarta.persistence.Embeddable;

/// The key of a row of the change log.
@Embeddable
record LogId(long tailnet, long version) {}
