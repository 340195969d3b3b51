package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// By which logins a user is known, and which are awaited.
public record UserIdentitiesView(List<Login> identities, List<Expected> expected) {
  public UserIdentitiesView {
    identities = List.copyOf(identities);
    expected = List.copyOf(expected);
  }

  /// A login by which the user is known, and what it brought when it was last used.
  ///
  /// @param identity in the spelling that is kept of it, which unlinking takes
  /// @param issuer null where an imported identity holds issuer and subject as one text
  /// @param lastUsed null where nobody has logged in by it here
  /// @param by the provider, by its name, at which that was
  /// @param verifiedEmail the address that the provider called verified; empty where none
  public record Login(
      String identity,
      @Nullable String issuer,
      @Nullable String subject,
      @Nullable Instant lastUsed,
      @Nullable String by,
      String verifiedEmail,
      List<String> groups,
      List<String> roles) {
    public Login {
      groups = List.copyOf(groups);
      roles = List.copyOf(roles);
    }
  }

  /// A login that becomes the user's where it proves a claim in time.
  public record Expected(String issuer, String claim, String value, Instant until) {}
}
