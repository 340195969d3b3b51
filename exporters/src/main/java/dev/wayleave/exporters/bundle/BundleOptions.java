package dev.wayleave.exporters.bundle;

import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.SecretText;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How a bundle is written.
///
/// @param passphrase encrypts the new bundle unless it is plain, and opens the one that is there
/// @param plain leaves the bundle readable by whoever can read the file
/// @param withoutSecrets writes fingerprints in the place of secrets
public record BundleOptions(
    @Nullable SecretText passphrase, boolean plain, boolean withoutSecrets) {
  public BundleOptions {
    if (passphrase == null && !plain) {
      throw new IllegalArgumentException(
          "A bundle is encrypted: give a passphrase, or ask for a plain one with --plain.");
    }
  }

  Protection protection(RandomGenerator random) {
    return plain
        ? new Protection.Plain()
        : new Protection.Passphrase(Objects.requireNonNull(passphrase), random);
  }
}
