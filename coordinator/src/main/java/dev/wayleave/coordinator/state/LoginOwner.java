package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whose a proved login is. This is the one place that decides it; where it cannot tell, it refuses
/// and says what to do, and never guesses. The rules are in `docs/logins.md`.
public sealed interface LoginOwner {
  /// Who is known by this identity.
  record Known(User user) implements LoginOwner {}

  /// Who was going to have this identity, which the login proves now.
  record Awaited(User user, ExpectedIdentity expected) implements LoginOwner {}

  /// Who has the e-mail address, verified for both, where the provider is believed in that.
  record Linked(User user) implements LoginOwner {}

  /// Nobody who is here yet.
  record Newcomer() implements LoginOwner {}

  /// Nobody, until people have looked.
  record Unclear(Refusal refusal) implements LoginOwner {}

  /// Decides on an image.
  ///
  /// @param enabled the providers at which people can log in at this moment
  static LoginOwner of(
      Tailnet image, ProvedLogin login, Collection<IdentityProvider> enabled, Instant now) {
    // Another configuration might not have let this person in, or not so far.
    if (!enabled.contains(login.provider())) {
      return unclear(
          Reason.STALE,
          login.provider().displayName() + " is no longer a way to log in here; take another.");
    }
    List<User> known = login.subject().among(image.users(), User::identities);
    if (known.size() > 1) {
      return unclear(
          Reason.CONFLICT,
          "This login is that of "
              + labels(known)
              + "; an administrator has to merge them or to take it from all but one.");
    }
    Optional<LoginOwner> awaited = awaited(image, login, now);
    return known.isEmpty()
        ? awaited.orElseGet(() -> byAddress(image, login, enabled))
        : known(known.getFirst(), login, KnownIssuers.of(image, enabled), awaited);
  }

  private static LoginOwner known(
      User user, ProvedLogin login, KnownIssuers issuers, Optional<LoginOwner> awaited) {
    Identity held =
        user.identities().stream()
            .filter(login.subject()::is)
            .filter(identity -> issuers.settle(login.subject().issuer(), identity))
            .findFirst()
            .orElse(null);
    if (held == null) {
      return unclear(
          Reason.CONFLICT,
          "This login is spelled as that of "
              + labels(List.of(user))
              + ", which may be one of another provider; an administrator has to say whose it is,"
              + " by linking it.");
    }
    if (!login.provider().confirmChangedAddress() || SamePerson.mayBe(user, held, login)) {
      return new Known(user);
    }
    // Whoever says that it is awaited says that it is this person's.
    return awaited
        .filter(owner -> owner instanceof Awaited(User who, var _) && who.id().equals(user.id()))
        .orElseGet(() ->
            unclear(
                Reason.CONFLICT,
                "This login is that of "
                    + labels(List.of(user))
                    + " by its subject, but comes with another address and another name. If it is"
                    + " still the same person, an administrator has to await it for the user (claim"
                    + " sub); else, to take it from the user."));
  }

  private static Optional<LoginOwner> awaited(Tailnet image, ProvedLogin login, Instant now) {
    List<Awaited> found =
        image.users().stream()
            .flatMap(user ->
                user.expected().stream()
                    .filter(expected -> now.isBefore(expected.until()) && proves(login, expected))
                    .limit(1)
                    .map(expected -> new Awaited(user, expected)))
            .toList();
    if (found.size() > 1) {
      return Optional.of(
          unclear(
              Reason.CONFLICT,
              "This login is awaited for "
                  + labels(found.stream().map(Awaited::user).toList())
                  + "; an administrator has to say whose it is."));
    }
    return found.stream().<LoginOwner>map(awaited -> awaited).findFirst();
  }

  private static boolean proves(ProvedLogin login, ExpectedIdentity expected) {
    if (!expected.issuer().equals(login.subject().issuer())) {
      return false;
    }
    String claim = expected.claim();
    if (claim.equals("email") || claim.equals(login.provider().claims().email())) {
      return login.emailVerified() && expected.value().equals(login.email());
    }
    return expected.value().equals(login.claims().get(claim));
  }

  private static LoginOwner byAddress(
      Tailnet image, ProvedLogin login, Collection<IdentityProvider> enabled) {
    if (!EmailAddress.isIn(login.email(), login.provider().linkDomains())) {
      return new Newcomer();
    }
    List<User> having =
        image.users().stream().filter(user -> EmailAddress.isOf(user, login.email())).toList();
    if (having.isEmpty()) {
      return new Newcomer();
    }
    if (having.size() > 1) {
      return unlinked(login, "is that of " + labels(having));
    }
    User user = having.getFirst();
    if (!login.emailVerified()) {
      return unlinked(
          login,
          "is that of "
              + labels(having)
              + " and "
              + login.provider().displayName()
              + " does not say that it is verified");
    }
    if (!VouchedAddress.is(image, user)) {
      return unlinked(
          login, "is that of " + labels(having) + ", and nobody has verified that it is");
    }
    if (isAdministrator(user)) {
      return unlinked(login, "is that of " + labels(having) + ", who holds a role here");
    }
    return enabled.stream()
        .filter(provider -> user.identities().stream().anyMatch(id -> IssuedBy.is(provider, id)))
        .findFirst()
        .<LoginOwner>map(provider ->
            unlinked(
                login,
                "is that of "
                    + labels(having)
                    + ", who can still log in with "
                    + provider.displayName()))
        .orElseGet(() -> new Linked(user));
  }

  /// Whether a user may do more here than own devices.
  static boolean isAdministrator(User user) {
    Set<Role> more = EnumSet.complementOf(EnumSet.of(Role.MEMBER));
    return user.allRoles().stream().anyMatch(more::contains);
  }

  private static Unclear unlinked(ProvedLogin login, String why) {
    return unclear(
        Reason.CONFLICT,
        "The address "
            + login.email()
            + " "
            + why
            + ", so it is not enough: log in the old way and add this login at /account, or ask an"
            + " administrator to link it.");
  }

  private static Unclear unclear(Reason reason, String sentence) {
    return new Unclear(new Refusal(reason, sentence));
  }

  private static String labels(List<User> users) {
    return users.stream()
        .map(user -> "user " + user.label() + " (" + user.id() + ")")
        .collect(Collectors.joining(" and "));
  }
}
