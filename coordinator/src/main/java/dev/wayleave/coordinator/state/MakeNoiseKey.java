package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Gives a tailnet the key that clients encrypt to, where it has none yet.
///
/// @param key used only if there is none, so that two replicas that start at once agree
public record MakeNoiseKey(MachinePrivateKey key) implements Command<String> {
  @Override
  public Decision<String> decide(Tailnet image, Moment moment) {
    boolean present =
        image.secrets().stream().anyMatch(secret -> secret.role() == Secret.SecretRole.NOISE_KEY);
    if (present) {
      return Decision.accepted("kept");
    }
    Secret secret =
        new Secret(Secret.SecretRole.NOISE_KEY, Secret.ONLY, SecretText.of(key.reveal()));
    return Decision.accepted("made", new TailnetChange.Put(secret));
  }

  @Override
  public String object() {
    return "secrets/noise-key/-";
  }
}
