package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.Inventory;

/// What a plan compares, as of one moment.
///
/// @param version the tailnet's version at that moment
/// @param target everything the tailnet holds
/// @param applied what was last applied to it from the source's kind
public record Snapshot(long version, Inventory target, Inventory applied) {}
