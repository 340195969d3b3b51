package dev.wayleave.tailnet.inventory;

/// How many rows the source holds that are not deleted: every policy version, every key.
///
/// @param routes rows of the routes table; where routes are a column, the distinct prefixes that a
///   node advertises or may route, summed over the nodes
public record Counts(
    long users, long nodes, long preAuthKeys, long apiKeys, long policies, long routes) {}
