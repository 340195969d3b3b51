package dev.wayleave.tailnet.inventory.bundle;

import dev.wayleave.tailnet.model.SecretText;
import java.util.random.RandomGenerator;

/// How the payload of a new bundle is protected.
public sealed interface Protection {
  /// Not at all: whoever reads the file reads the secrets in it.
  record Plain() implements Protection {}

  /// AES-256-GCM under a key that Argon2id makes of a passphrase.
  ///
  /// @param random gives the salt; a cryptographically strong generator
  record Passphrase(SecretText passphrase, RandomGenerator random) implements Protection {}
}
