package dev.wayleave.tailnet.inventory.bundle;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.time.Instant;
import java.util.Map;

/// What a bundle says it holds.
///
/// @param createdAt when it was written
/// @param withoutSecrets whether secrets stand as fingerprints only
/// @param kinds count and SHA-256 by the name of the kind
public record Manifest(
    Instant createdAt,
    SourceInfo source,
    boolean withoutSecrets,
    Counts counts,
    Map<String, KindDigest> kinds,
    long leftovers,
    long findings) {
  public Manifest {
    kinds = Map.copyOf(kinds);
  }
}
