package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user.
public record UserView(
    long id,
    String name,
    String displayName,
    String email,
    List<String> identities,
    List<String> roles,
    @Nullable Instant createdAt) {
  public UserView {
    identities = List.copyOf(identities);
    roles = List.copyOf(roles);
  }
}
