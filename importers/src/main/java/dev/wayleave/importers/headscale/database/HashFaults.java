package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;

/// Keys whose stored hash is none.
final class HashFaults {
  /// No hash scheme begins like this, so no secret ever fits.
  private static final String UNUSABLE = "unreadable:";

  private HashFaults() {}

  /// Carries the key as one that nobody can use, which is what it was.
  static KeySecret.Hashed unusable(RowFaults faults, String prefix, String hex) {
    faults.report(
        Finding.Level.ACTION,
        "HASH_UNREADABLE",
        "The stored hash is no hash ("
            + hex.length() / 2
            + " bytes that are not text), so nobody"
            + " can use the key.",
        "Make a new key where this one is still wanted.");
    return new KeySecret.Hashed(prefix, SecretText.of(UNUSABLE + hex));
  }
}
