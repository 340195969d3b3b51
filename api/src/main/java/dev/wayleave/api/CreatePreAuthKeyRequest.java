package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a pre-auth key.
///
/// @param user the user's number, or the id that the user came with
/// @param preapproved whether its devices need nobody's approval, where devices do
public record CreatePreAuthKeyRequest(
    @Nullable IdText user,
    @Nullable List<@Nullable String> tags,
    @Nullable String description,
    @Nullable Boolean reusable,
    @Nullable Boolean ephemeral,
    @Nullable Instant expiration,
    @Nullable Boolean preapproved) {
  /// A key whose devices await approval where devices do.
  public CreatePreAuthKeyRequest(
      @Nullable Long user,
      @Nullable List<@Nullable String> tags,
      @Nullable String description,
      @Nullable Boolean reusable,
      @Nullable Boolean ephemeral,
      @Nullable Instant expiration) {
    this(IdText.of(user), tags, description, reusable, ephemeral, expiration, null);
  }
}
