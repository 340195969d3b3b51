package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for a user.
public record CreateUserRequest(
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String email,
    @Nullable String pictureUrl) {
  /// A user without a picture.
  public CreateUserRequest(
      @Nullable String name, @Nullable String displayName, @Nullable String email) {
    this(name, displayName, email, null);
  }
}
