package dev.wayleave.cli.verification;

import dev.wayleave.tailnet.inventory.KindDigest;

/// One kind on both sides.
///
/// @param source what the source holds
/// @param target what the target holds of the same entities
/// @param targetOwn how many more the target holds, which the source never had
public record KindComparison(KindDigest source, KindDigest target, long targetOwn) {
  public boolean equal() {
    return source.equals(target);
  }
}
