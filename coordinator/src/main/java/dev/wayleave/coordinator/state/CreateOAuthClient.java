package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a client that may ask for access tokens.
///
/// @param secret what is kept of its secret, and as prefix its public id; the secret itself never
///   comes here
/// @param proof what is quick to compare; null where that is what is kept anyway
public record CreateOAuthClient(
    KeySecret.Hashed secret,
    Set<String> scopes,
    Set<TagName> tags,
    String description,
    @Nullable UserId user,
    @Nullable SecretText proof)
    implements Command<OAuthClient> {
  @Override
  public Decision<OAuthClient> decide(Tailnet image, Moment moment) {
    if (user != null && image.user(user).isEmpty()) {
      return Refusal.notFound("user " + user);
    }
    OAuthClient client =
        new OAuthClient(
            OwnNumbers.free(
                moment.random(), OAuthClientId::new, id -> image.oauthClient(id).isEmpty()),
            secret.prefix(),
            secret.hash(),
            scopes,
            tags,
            description,
            user,
            moment.now(),
            null,
            proof);
    return Decision.accepted(client, new TailnetChange.Put(client));
  }

  @Override
  public String object() {
    return "oauthClients/" + secret.prefix();
  }
}
