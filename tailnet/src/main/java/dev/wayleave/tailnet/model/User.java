package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A person, or a name that owns devices.
///
/// Two users may share a name (one made by hand, one by OIDC), and a name may be empty (a provider
/// that sends none): only the id tells users apart.
///
/// @param suspended whether the user and all devices of that user are shut out
/// @param awaitingApproval whether an administrator has to let the user in first
/// @param expected identities that the user is going to have
public record User(
    UserId id,
    String name,
    String displayName,
    String email,
    String pictureUrl,
    List<Identity> identities,
    Set<Role> roles,
    @Nullable Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean suspended,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean awaitingApproval,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExpectedIdentity> expected)
    implements TailnetEntity {
  /// A user whom nobody holds back.
  public User(
      UserId id,
      String name,
      String displayName,
      String email,
      String pictureUrl,
      List<Identity> identities,
      Set<Role> roles,
      @Nullable Instant createdAt) {
    this(
        id,
        name,
        displayName,
        email,
        pictureUrl,
        identities,
        roles,
        createdAt,
        false,
        false,
        List.of());
  }

  public User {
    identities = List.copyOf(identities);
    expected = List.copyOf(expected);
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /// The user under another name.
  public User renamed(String other) {
    return new User(
        id,
        other,
        displayName,
        email,
        pictureUrl,
        identities,
        roles,
        createdAt,
        suspended,
        awaitingApproval,
        expected);
  }

  /// The user with other identities, known and expected.
  public User knownBy(List<Identity> known, List<ExpectedIdentity> awaited) {
    return new User(
        id,
        name,
        displayName,
        email,
        pictureUrl,
        known,
        roles,
        createdAt,
        suspended,
        awaitingApproval,
        awaited);
  }

  /// The user with other roles of this tailnet's own giving.
  public User inRoles(Set<Role> given) {
    return new User(
        id,
        name,
        displayName,
        email,
        pictureUrl,
        identities,
        given,
        createdAt,
        suspended,
        awaitingApproval,
        expected);
  }

  /// The user held back by an administrator, or no more.
  public User heldBack(boolean shutOut, boolean waiting) {
    return new User(
        id,
        name,
        displayName,
        email,
        pictureUrl,
        identities,
        roles,
        createdAt,
        shutOut,
        waiting,
        expected);
  }

  /// The roles that were given here, and those that the user's providers give.
  public Set<Role> allRoles() {
    if (hasNotLoggedIn()) {
      return roles;
    }
    Set<Role> all = new TreeSet<>(roles);
    lastLogins().forEach(login -> all.addAll(login.roles()));
    return Collections.unmodifiableSet(all);
  }

  /// The groups of the policy into which the user's providers put the user.
  public Set<String> groups() {
    if (hasNotLoggedIn()) {
      return Set.of();
    }
    Set<String> all = new TreeSet<>();
    lastLogins().forEach(login -> all.addAll(login.groups()));
    return Collections.unmodifiableSet(all);
  }

  /// Of most users, who have no provider at all; directories ask for everybody's roles and groups.
  private boolean hasNotLoggedIn() {
    for (Identity identity : identities) {
      if (identity.lastLogin() != null) {
        return false;
      }
    }
    return true;
  }

  private Stream<Identity.LastLogin> lastLogins() {
    return identities.stream().map(Identity::lastLogin).filter(Objects::nonNull);
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
