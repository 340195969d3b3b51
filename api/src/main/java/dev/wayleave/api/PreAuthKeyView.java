package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pre-auth key without its secret.
///
/// @param secretUnknown whether another plane made the key and nobody here knows its secret, so
///   that it works only once it is adopted
public record PreAuthKeyView(
    long id,
    @Nullable String prefix,
    @Nullable Long user,
    List<String> tags,
    String description,
    boolean reusable,
    boolean ephemeral,
    boolean used,
    boolean preapproved,
    @Nullable Instant expiration,
    @Nullable Instant createdAt,
    boolean secretUnknown) {
  public PreAuthKeyView {
    tags = List.copyOf(tags);
  }
}
