package dev.wayleave.coordinator;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.MakeNoiseKey;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// The Noise key of a coordinator that nothing was imported into yet.
@Singleton
final class NoiseKey {
  private static final int KEY_BYTES = 32;

  private final TailnetState state;
  private final SecureRandom random;

  NoiseKey(TailnetState state, SecureRandom random) {
    this.state = state;
    this.random = random;
  }

  /// Makes the key where the tailnet has none.
  void ensure() {
    boolean present =
        state.image().secrets().stream()
            .anyMatch(secret -> secret.role() == Secret.SecretRole.NOISE_KEY);
    if (!present) {
      byte[] bytes = new byte[KEY_BYTES];
      random.nextBytes(bytes);
      state.submit(new MakeNoiseKey(MachinePrivateKey.of(bytes)), Actor.COORDINATOR).join();
    }
  }
}
