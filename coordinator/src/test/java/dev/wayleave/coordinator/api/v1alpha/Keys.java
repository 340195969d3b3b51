package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.tailnet.model.SecretText;

/// Public keys for nodes that need one and will never use it.
final class Keys {
  private Keys() {}

  /// 64 hex digits that differ for different seeds.
  static String hex(String seed) {
    String half = SecretText.of(seed).fingerprint().substring("sha256:".length());
    return half + half;
  }
}
