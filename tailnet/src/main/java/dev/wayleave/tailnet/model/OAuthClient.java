package dev.wayleave.tailnet.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A program that gets short-lived access tokens for the API.
public record OAuthClient(
    OAuthClientId id,
    String clientId,
    SecretText secretHash,
    Set<String> scopes,
    Set<TagName> tags,
    String description,
    @Nullable UserId user,
    @Nullable Instant createdAt,
    @Nullable Instant revokedAt)
    implements TailnetEntity {
  public OAuthClient {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }
}
