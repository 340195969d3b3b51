package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user.
///
/// @param suspended whether the user and all devices of that user are shut out
/// @param awaitingApproval whether an administrator has to let the user in first
public record UserView(
    long id,
    String name,
    String displayName,
    String email,
    List<String> identities,
    List<String> roles,
    @Nullable Instant createdAt,
    boolean suspended,
    boolean awaitingApproval) {
  public UserView {
    identities = List.copyOf(identities);
    roles = List.copyOf(roles);
  }
}
