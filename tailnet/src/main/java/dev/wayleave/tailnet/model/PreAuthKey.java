package dev.wayleave.tailnet.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A key with which devices register without a login.
///
/// @param user on whose behalf; null where a key belongs to tags alone
/// @param used whether a device has registered with it; spends the key unless it is reusable
public record PreAuthKey(
    PreAuthKeyId id,
    KeySecret secret,
    @Nullable UserId user,
    Set<TagName> tags,
    String description,
    boolean reusable,
    boolean ephemeral,
    boolean used,
    @Nullable Instant expiration,
    @Nullable Instant revokedAt,
    @Nullable Instant createdAt)
    implements TailnetEntity {
  public PreAuthKey {
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }
}
