package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;

/// Gives the tailnet a new Noise key; those that it had are accepted until they are retired.
public record RotateNoiseKey(MachinePrivateKey key) implements Command<NoiseKeys.Held> {
  /// Each handshake tries them all, and anybody may ask for one.
  static final int MOST = 8;

  @Override
  public Decision<NoiseKeys.Held> decide(Tailnet image, Moment moment) {
    List<NoiseKeys.Held> before = NoiseKeys.of(image);
    if (before.size() >= MOST) {
      return Decision.refused(
          Refusal.Reason.CONFLICT,
          "There are %d Noise keys already; retire one that no client holds any more first."
              .formatted(before.size()));
    }
    List<TailnetChange.Edit> changes = new ArrayList<>();
    for (NoiseKeys.Held held : before) {
      if (held.current()) {
        String name = NoiseKeys.name(held.key().publicKey());
        changes.add(
            new TailnetChange.Put(
                new Secret(Secret.SecretRole.NOISE_KEY, name, held.secret().value())));
      }
    }
    Secret made = new Secret(Secret.SecretRole.NOISE_KEY, Secret.ONLY, SecretText.of(key.reveal()));
    changes.add(new TailnetChange.Put(made));
    return new Decision.Accepted<>(changes, new NoiseKeys.Held(made, key, true));
  }

  @Override
  public String object() {
    return "secrets/noise-key/" + NoiseKeys.name(key.publicKey());
  }
}
