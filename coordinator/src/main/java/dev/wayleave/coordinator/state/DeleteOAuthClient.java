package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Removes an OAuth client and the tokens it holds.
///
/// @param clientId what it calls itself
public record DeleteOAuthClient(String clientId) implements Command<OAuthClient> {
  @Override
  public Decision<OAuthClient> decide(Tailnet image, Moment moment) {
    Optional<OAuthClient> client =
        image.oauthClients().stream().filter(c -> c.clientId().equals(clientId)).findFirst();
    if (client.isEmpty()) {
      return Refusal.notFound("OAuth client " + clientId);
    }
    List<TailnetChange.Edit> changes = new ArrayList<>();
    changes.add(new TailnetChange.Removed(client.get()));
    for (OAuthToken token : image.oauthTokens()) {
      if (token.clientId().equals(clientId)) {
        changes.add(new TailnetChange.Removed(token));
      }
    }
    return new Decision.Accepted<>(changes, client.get());
  }

  @Override
  public String object() {
    return "oauthClients/" + clientId;
  }
}
