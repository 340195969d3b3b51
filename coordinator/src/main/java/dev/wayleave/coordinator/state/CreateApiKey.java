package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a key for the administration API.
///
/// @param secret what is kept of the key; the key itself never comes here
/// @param proof see [ApiKey]
/// @param scopes what it may do; empty means what an administrator may
public record CreateApiKey(
    KeySecret.Hashed secret,
    @Nullable UserId user,
    String description,
    Set<String> scopes,
    @Nullable Instant expiration,
    @Nullable SecretText proof)
    implements Command<ApiKey> {
  public CreateApiKey(
      KeySecret.Hashed secret,
      @Nullable UserId user,
      String description,
      Set<String> scopes,
      @Nullable Instant expiration) {
    this(secret, user, description, scopes, expiration, null);
  }

  @Override
  public Decision<ApiKey> decide(Tailnet image, Moment moment) {
    if (user != null && image.user(user).isEmpty()) {
      return Refusal.notFound("user " + user);
    }
    ApiKey key =
        new ApiKey(
            OwnNumbers.free(moment.random(), ApiKeyId::new, id -> image.apiKey(id).isEmpty()),
            secret,
            user,
            description,
            scopes,
            expiration,
            null,
            moment.now(),
            proof);
    return Decision.accepted(key, new TailnetChange.Put(key));
  }

  @Override
  public String object() {
    return "apiKeys/" + secret.prefix();
  }
}
