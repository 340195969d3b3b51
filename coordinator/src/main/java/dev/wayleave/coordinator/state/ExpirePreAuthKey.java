package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;

/// Ends a pre-auth key; nodes that registered with it stay.
public record ExpirePreAuthKey(PreAuthKeyId id) implements Command<PreAuthKey> {
  @Override
  public Decision<PreAuthKey> decide(Tailnet image, Moment moment) {
    PreAuthKey key = image.preAuthKey(id).orElse(null);
    if (key == null) {
      return Refusal.notFound("pre-auth key " + id);
    }
    Instant expiration = key.expiration();
    if (expiration != null && expiration.isBefore(moment.now())) {
      return Decision.accepted(key);
    }
    PreAuthKey expired = key.expiring(moment.now());
    return Decision.accepted(expired, new TailnetChange.Put(expired));
  }

  @Override
  public String object() {
    return "preAuthKeys/" + id;
  }
}
