package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Gives a tailnet the key of its embedded relay, where it has none that can be used.
///
/// An import without secrets leaves a fingerprint in the key's place. Nobody holds the public half
/// of a relay's key, so another one may take that place.
///
/// @param key used only if there is none, so that two replicas that start at once agree
public record MakeDerpKey(NodePrivateKey key) implements Command<String> {
  @Override
  public Decision<String> decide(Tailnet image, Moment moment) {
    boolean usable =
        image.secrets().stream()
            .anyMatch(secret ->
                secret.role() == Secret.SecretRole.DERP_KEY && !secret.value().isWithheld());
    if (usable) {
      return Decision.accepted("kept");
    }
    Secret secret =
        new Secret(Secret.SecretRole.DERP_KEY, Secret.ONLY, SecretText.of(key.reveal()));
    return Decision.accepted("made", new TailnetChange.Put(secret));
  }

  @Override
  public String object() {
    return "secrets/derp-key/-";
  }
}
