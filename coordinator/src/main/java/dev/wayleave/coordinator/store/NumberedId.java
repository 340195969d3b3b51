package dev.wayleave.coordinator.store;

import jakarta.persistence.Embeddable;

/// The key of a row: its tailnet, and a number that is unique there.
@Embeddable
record NumberedId(long tailnet, long id) {}
