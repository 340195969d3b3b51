package dev.wayleave.coordinator;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.MakeDerpKey;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/// The key of the embedded relay: the imported one, else one made at the first start.
@Singleton
final class RelayKey implements Supplier<NodePrivateKey> {
  private static final int KEY_BYTES = 32;

  private final TailnetState state;
  private final SecureRandom random;

  /// What was read last, so that the text is not read anew for each connection; and what serves on
  /// where an import has put a fingerprint in the key's place.
  private volatile Known known;

  private record Known(Optional<SecretText> text, NodePrivateKey key) {}

  RelayKey(TailnetState state, SecureRandom random) {
    this.state = state;
    this.random = random;
    this.known = new Known(Optional.empty(), made(random));
  }

  /// Makes the key where the tailnet has none.
  void ensure() {
    if (text(state.image()).isEmpty()) {
      state.submit(new MakeDerpKey(made(random)), Actor.COORDINATOR).join();
    }
  }

  @Override
  public NodePrivateKey get() {
    Known last = known;
    Optional<SecretText> text = text(state.image());
    if (text.isEmpty() || text.equals(last.text())) {
      return last.key();
    }
    NodePrivateKey key = parsed(text.get()).orElse(last.key());
    known = new Known(text, key);
    return key;
  }

  private static Optional<SecretText> text(Tailnet image) {
    return image.secrets().stream()
        .filter(secret -> secret.role() == Secret.SecretRole.DERP_KEY)
        .map(Secret::value)
        .filter(value -> !value.isWithheld())
        .findFirst();
  }

  private static Optional<NodePrivateKey> parsed(SecretText text) {
    try {
      return Optional.of(NodePrivateKey.parse(text.reveal().strip()));
    } catch (IllegalArgumentException e) {
      // Not even the reason may say what stands there.
      return Optional.empty();
    }
  }

  private static NodePrivateKey made(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return NodePrivateKey.of(bytes);
  }
}
