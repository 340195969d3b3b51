package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The Noise keys of a tailnet that can be used: the current one, which `/key` serves, first, and
/// then the older ones, which clients hold until they are started anew.
///
/// The current one is the secret named [Secret#ONLY]; an older one is named by its public half.
public final class NoiseKeys {
  /// One of them.
  ///
  /// @param current whether `/key` serves it
  public record Held(Secret secret, MachinePrivateKey key, boolean current) {}

  private NoiseKeys() {}

  /// The keys of an image, the current one first.
  public static List<Held> of(Tailnet image) {
    return image.secrets().stream()
        .filter(secret -> secret.role() == Secret.SecretRole.NOISE_KEY)
        .filter(secret -> !secret.value().isWithheld())
        .sorted(
            Comparator.comparing((Secret secret) -> !isCurrent(secret)).thenComparing(Secret::name))
        .flatMap(secret -> key(secret).stream())
        .toList();
  }

  private static boolean isCurrent(Secret secret) {
    return secret.name().equals(Secret.ONLY);
  }

  private static Optional<Held> key(Secret secret) {
    try {
      MachinePrivateKey key = MachinePrivateKey.parse(secret.value().reveal().strip());
      return Optional.of(new Held(secret, key, isCurrent(secret)));
    } catch (IllegalArgumentException e) {
      // Not even the reason may say what stands there.
      return Optional.empty();
    }
  }

  /// How an older key is named.
  static String name(MachineKey publicKey) {
    return publicKey.toString().substring(MachineKey.PREFIX.length());
  }
}
