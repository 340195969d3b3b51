package dev.wayleave.tailnet.inventory.json;

/// How a secret is written.
enum SecretMode {
  REVEAL,
  FINGERPRINT
}
