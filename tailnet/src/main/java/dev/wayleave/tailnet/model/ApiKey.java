package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A key for the administration API.
///
/// @param scopes what it may do; empty means everything an administrator may, which is what a
///   Headscale key is
/// @param proof `sha256:HEX` of the secret part, which is quick to compare; null until it is known
public record ApiKey(
    ApiKeyId id,
    KeySecret.Hashed secret,
    @Nullable UserId user,
    String description,
    Set<String> scopes,
    @Nullable Instant expiration,
    @Nullable Instant lastSeen,
    @Nullable Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SecretText proof)
    implements TailnetEntity {
  /// A key that nobody has presented here yet.
  public ApiKey(
      ApiKeyId id,
      KeySecret.Hashed secret,
      @Nullable UserId user,
      String description,
      Set<String> scopes,
      @Nullable Instant expiration,
      @Nullable Instant lastSeen,
      @Nullable Instant createdAt) {
    this(id, secret, user, description, scopes, expiration, lastSeen, createdAt, null);
  }

  public ApiKey {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
  }

  /// The key with what is quick to compare beside what is kept of it.
  public ApiKey proved(SecretText by) {
    return new ApiKey(id, secret, user, description, scopes, expiration, lastSeen, createdAt, by);
  }

  /// The key on behalf of another user.
  public ApiKey of(UserId other) {
    return new ApiKey(
        id, secret, other, description, scopes, expiration, lastSeen, createdAt, proof);
  }

  /// The key with another end.
  public ApiKey expiring(Instant at) {
    return new ApiKey(id, secret, user, description, scopes, at, lastSeen, createdAt, proof);
  }
}
