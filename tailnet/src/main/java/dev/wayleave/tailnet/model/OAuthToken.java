package dev.wayleave.tailnet.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An access token that an OAuth client holds, at most for hours.
public record OAuthToken(
    OAuthTokenId id,
    KeySecret.Hashed secret,
    String clientId,
    Set<String> scopes,
    Set<TagName> tags,
    @Nullable Instant expiration,
    @Nullable Instant createdAt)
    implements TailnetEntity {
  public OAuthToken {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }
}
