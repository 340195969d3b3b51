package dev.wayleave.tailnet.inventory;

/// What proves that two sides hold the same entities of one kind.
///
/// @param count how many there are
/// @param sha256 64 hex digits over their canonical JSON, in the order of their references; source
///   rows are left out and secrets stand as fingerprints, so that a coordinator that withholds them
///   gives the same digest
public record KindDigest(long count, String sha256) {}
