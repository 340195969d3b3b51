package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A program that gets short-lived access tokens for the API.
///
/// @param secretHash what is kept of its secret, as the plane that made it keeps it
/// @param proof `sha256:HEX` of the secret part, which is quick to compare; null where it is not
///   known
public record OAuthClient(
    OAuthClientId id,
    String clientId,
    SecretText secretHash,
    Set<String> scopes,
    Set<TagName> tags,
    String description,
    @Nullable UserId user,
    @Nullable Instant createdAt,
    @Nullable Instant revokedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SecretText proof)
    implements TailnetEntity {
  /// A client whose secret nobody has presented here.
  public OAuthClient(
      OAuthClientId id,
      String clientId,
      SecretText secretHash,
      Set<String> scopes,
      Set<TagName> tags,
      String description,
      @Nullable UserId user,
      @Nullable Instant createdAt,
      @Nullable Instant revokedAt) {
    this(id, clientId, secretHash, scopes, tags, description, user, createdAt, revokedAt, null);
  }

  public OAuthClient {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }

  /// The client on behalf of another user.
  public OAuthClient of(UserId other) {
    return new OAuthClient(
        id, clientId, secretHash, scopes, tags, description, other, createdAt, revokedAt, proof);
  }
}
