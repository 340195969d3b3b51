package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key without its secret.
///
/// @param scopes what it may do; empty means what an administrator may
public record ApiKeyView(
    long id,
    String prefix,
    @Nullable Long user,
    String description,
    List<String> scopes,
    @Nullable Instant expiration,
    @Nullable Instant createdAt) {
  public ApiKeyView {
    scopes = List.copyOf(scopes);
  }
}
