package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.Optional;

/// Takes an older Noise key away: no handshake is accepted for it any more. Connections that were
/// made with it stay until they end.
///
/// @param key the public half
public record RetireNoiseKey(MachineKey key) implements Command<NoiseKeys.Held> {
  @Override
  public Decision<NoiseKeys.Held> decide(Tailnet image, Moment moment) {
    Optional<NoiseKeys.Held> found =
        NoiseKeys.of(image).stream().filter(held -> held.key().publicKey().equals(key)).findFirst();
    if (found.isEmpty()) {
      return Refusal.notFound("Noise key " + key);
    }
    if (found.get().current()) {
      return Decision.refused(
          Refusal.Reason.CONFLICT,
          "The Noise key "
              + key
              + " is the one that clients are given; make another before you retire it.");
    }
    return Decision.accepted(found.get(), new TailnetChange.Removed(found.get().secret()));
  }

  @Override
  public String object() {
    return "secrets/noise-key/" + NoiseKeys.name(key);
  }
}
