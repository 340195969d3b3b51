package dev.wayleave.tailnet.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A key for the administration API.
///
/// @param scopes what it may do; empty means everything an administrator may, which is what a
///   Headscale key is
public record ApiKey(
    ApiKeyId id,
    KeySecret.Hashed secret,
    @Nullable UserId user,
    String description,
    Set<String> scopes,
    @Nullable Instant expiration,
    @Nullable Instant lastSeen,
    @Nullable Instant createdAt)
    implements TailnetEntity {
  public ApiKey {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
  }
}
