package dev.wayleave.oidc.person;

import org.jspecify.annotations.Nullable;

/// Somebody whom the new provider knows.
///
/// @param subject what the provider's tokens will have as `sub`; null where it is not known before
///   the first login
/// @param username empty where the provider has none
/// @param email empty where the provider has none
/// @param emailVerified whether the provider vouches for the address
/// @param enabled whether the person can log in there
public record Person(
    @Nullable String subject,
    String username,
    String email,
    boolean emailVerified,
    String displayName,
    boolean enabled) {

  /// The person when nobody can know the subject before the first login, as with subjects that
  /// differ from client to client.
  public Person withoutSubject() {
    return new Person(null, username, email, emailVerified, displayName, enabled);
  }

  /// What to call this person in a sentence.
  public String label() {
    if (!username.isEmpty()) {
      return username;
    }
    return email.isEmpty() ? String.valueOf(subject) : email;
  }
}
