package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An OAuth client without its secret.
///
/// @param id what it calls itself when it asks for a token
public record OAuthClientView(
    String id,
    List<String> scopes,
    List<String> tags,
    String description,
    @Nullable Long user,
    @Nullable Instant createdAt,
    @Nullable Instant revokedAt) {
  public OAuthClientView {
    scopes = List.copyOf(scopes);
    tags = List.copyOf(tags);
  }
}
