package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;

/// Ends an API key at once.
public record ExpireApiKey(ApiKeyId id) implements Command<ApiKey> {
  @Override
  public Decision<ApiKey> decide(Tailnet image, Moment moment) {
    ApiKey key = image.apiKey(id).orElse(null);
    if (key == null) {
      return Refusal.notFound("API key " + id);
    }
    Instant expiration = key.expiration();
    if (expiration != null && expiration.isBefore(moment.now())) {
      return Decision.accepted(key);
    }
    ApiKey expired = key.expiring(moment.now());
    return Decision.accepted(expired, new TailnetChange.Put(expired));
  }

  @Override
  public String object() {
    return "apiKeys/" + id;
  }
}
