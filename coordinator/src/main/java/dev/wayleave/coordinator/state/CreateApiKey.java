package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes a key for the administration API.
///
/// @param secret what is kept of the key; the key itself never comes here
/// @param scopes what it may do; empty means what an administrator may
public record CreateApiKey(
    KeySecret.Hashed secret,
    @Nullable UserId user,
    String description,
    Set<String> scopes,
    @Nullable Instant expiration)
    implements Command<ApiKey> {
  private static final long BELONG_TO_IMPORTS = 1_000_000_000;

  /// Numbers stay below 2^31, which every client can hold.
  private static final long SPAN = 1L << 30;

  @Override
  public Decision<ApiKey> decide(Tailnet image, Moment moment) {
    if (user != null && image.user(user).isEmpty()) {
      return Refusal.notFound("user " + user);
    }
    ApiKey key =
        new ApiKey(
            freeId(image, moment.random()),
            secret,
            user,
            description,
            scopes,
            expiration,
            null,
            moment.now());
    return Decision.accepted(key, new TailnetChange.Put(key));
  }

  /// A number above any that a Headscale reaches, so that it never meets an imported key's, and by
  /// chance, so that two coordinators of which one is imported into the other do not meet either.
  private static ApiKeyId freeId(Tailnet image, RandomGenerator random) {
    while (true) {
      ApiKeyId id = new ApiKeyId(BELONG_TO_IMPORTS + 1 + random.nextLong(SPAN));
      if (image.apiKey(id).isEmpty()) {
        return id;
      }
    }
  }

  @Override
  public String object() {
    return "apiKeys/" + secret.prefix();
  }
}
