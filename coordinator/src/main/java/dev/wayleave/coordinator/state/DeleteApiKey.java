package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Removes an API key, which opens nothing from then on.
public record DeleteApiKey(ApiKeyId id) implements Command<ApiKey> {
  @Override
  public Decision<ApiKey> decide(Tailnet image, Moment moment) {
    return image
        .apiKey(id)
        .map(key -> Decision.accepted(key, new TailnetChange.Removed(key)))
        .orElseGet(() -> Refusal.notFound("API key " + id));
  }

  @Override
  public String object() {
    return "apiKeys/" + id;
  }
}
