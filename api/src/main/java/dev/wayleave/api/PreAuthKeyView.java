package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pre-auth key without its secret.
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
    @Nullable Instant createdAt) {
  public PreAuthKeyView {
    tags = List.copyOf(tags);
  }
}
