package dev.wayleave.tailnet.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A person, or a name that owns devices.
///
/// Two users may share a name (one made by hand, one by OIDC), and a name may be empty (a provider
/// that sends none): only the id tells users apart.
public record User(
    UserId id,
    String name,
    String displayName,
    String email,
    String pictureUrl,
    List<Identity> identities,
    Set<Role> roles,
    @Nullable Instant createdAt)
    implements TailnetEntity {
  public User {
    identities = List.copyOf(identities);
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /// What to call this user in a sentence: the name, else the e-mail address, else the identity.
  public String label() {
    if (!name.isEmpty()) {
      return name;
    }
    if (!email.isEmpty()) {
      return email;
    }
    return identities.isEmpty() ? "user " + id : identities.getFirst().identifier();
  }
}
