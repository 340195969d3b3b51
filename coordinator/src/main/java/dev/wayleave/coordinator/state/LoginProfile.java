package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a login makes of the user whose it is: the identity with what the provider said, and the
/// profile.
///
/// A policy gives rights to names and addresses. So a login takes neither that another user goes
/// by: two of one name are nobody to a policy, and who was there before would lose every right.
final class LoginProfile {
  /// What Headscale takes for a name: a letter, then letters, digits, `-`, `.` and `_`, with one
  /// `@` at most.
  private static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}\\p{N}._@-]+");

  private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"]+@[^\\s@<>\"]+");
  private static final int LONGEST = 255;

  private final Tailnet image;
  private final ProvedLogin login;
  private final List<String> remarks = new ArrayList<>();

  /// A user after a login.
  ///
  /// @param remarks what whoever reads the audit log should know
  record Made(User user, List<String> remarks) {
    Made {
      remarks = List.copyOf(remarks);
    }
  }

  LoginProfile(Tailnet image, ProvedLogin login) {
    this.image = image;
    this.login = login;
  }

  /// A user who has just come to be.
  Made newcomer(Instant now) {
    String email = email(null, "");
    User user =
        new User(
            image.lastIds().nextUser(),
            name(null, email),
            line(login.displayName()),
            email,
            picture(""),
            List.of(fresh()),
            Set.of(),
            now);
    boolean waits =
        image.server().map(server -> server.isOn(ServerSettings.USER_APPROVAL)).orElse(false);
    if (waits) {
      remarks.add("the user is new and awaits approval");
    }
    return new Made(user.heldBack(false, waits), remarks);
  }

  /// A user who was here before.
  ///
  /// @param spent what was expected and has come; null where nothing was
  Made known(User user, @Nullable ExpectedIdentity spent) {
    Identity held = user.identities().stream().filter(login.subject()::is).findFirst().orElse(null);
    if (held != null && !isNewer(held)) {
      // An older session of the same person says nothing that is not known better by now.
      return new Made(user, remarks);
    }
    List<Identity> identities = new ArrayList<>(user.identities());
    if (held == null) {
      identities.add(fresh());
      remarks.add("the login " + login.subject().issuer() + " was linked");
    } else {
      identities.set(
          identities.indexOf(held), seen(held, spent == null ? doubt(user, held) : null));
    }
    List<ExpectedIdentity> expected =
        user.expected().stream().filter(one -> !one.equals(spent)).toList();
    // Only one identity can be the one that the address comes from.
    boolean follows = user.email().isEmpty() || identities.size() == 1;
    String email = follows ? email(user, user.email()) : user.email();
    String display = line(login.displayName());
    User changed =
        new User(
            user.id(),
            user.name().isEmpty() ? name(user, email) : user.name(),
            display.isEmpty() ? user.displayName() : display,
            email,
            picture(user.pictureUrl()),
            identities,
            user.roles(),
            user.createdAt(),
            user.suspended(),
            user.awaitingApproval(),
            expected);
    if (!user.email().isEmpty() && !EmailAddress.isSame(user.email(), email)) {
      remarks.add(
          "the e-mail address changed from "
              + user.email()
              + " to "
              + email
              + "; look whether this is still the same person");
    }
    return new Made(changed, remarks);
  }

  /// The address before, where this may be somebody else; what was doubted before stays so.
  private @Nullable String doubt(User user, Identity held) {
    return SamePerson.mayBe(user, held, login)
        ? held.formerAddress()
        : SamePerson.address(user, held);
  }

  private boolean isNewer(Identity held) {
    Identity.LastLogin last = held.lastLogin();
    return last == null || login.proved().isAfter(last.at());
  }

  private Identity fresh() {
    String kind =
        switch (login.provider().kind()) {
          case OIDC -> "oidc";
          case GITHUB -> "github";
        };
    return login.subject().identity(kind).seen(said());
  }

  /// The identity in the spelling in which it was imported, with issuer and subject apart.
  private Identity seen(Identity held, @Nullable String formerAddress) {
    return new Identity(
        held.provider(),
        held.identifier(),
        login.subject().issuer(),
        login.subject().subject(),
        said(),
        formerAddress);
  }

  private Identity.LastLogin said() {
    return new Identity.LastLogin(
        login.proved(),
        login.provider().name(),
        login.groups(),
        login.roles(),
        login.emailVerified() ? line(login.email()) : "");
  }

  /// The address that the user has from now on. As in Headscale, one that is not verified is taken
  /// only of a provider that need not verify any; and it replaces no other.
  private String email(@Nullable User user, String before) {
    IdentityProvider provider = login.provider();
    String email = line(login.email());
    boolean believed =
        login.emailVerified() || (!provider.emailVerifiedRequired() && before.isEmpty());
    if (!believed || !ADDRESS.matcher(email).matches() || email.equals(before)) {
      return before;
    }
    if (isTaken(user, email)) {
      remarks.add("the e-mail address " + email + " is another user's and was not taken");
      return before;
    }
    return email;
  }

  /// A name with an `@` is an address to a policy, so it has to be the one that is believed.
  private String name(@Nullable User user, String email) {
    String name = login.name();
    boolean isAddress = name.contains("@");
    if (name.length() > LONGEST
        || !NAME.matcher(name).matches()
        || name.indexOf('@') != name.lastIndexOf('@')
        || (isAddress && !EmailAddress.isSame(name, email))) {
      return "";
    }
    if (isTaken(user, name + "@") || (isAddress && isTaken(user, name))) {
      remarks.add("the name " + name + " is another user's and was not taken");
      return "";
    }
    return name;
  }

  private boolean isTaken(@Nullable User user, String token) {
    return image.users().stream()
        .filter(other -> user == null || !Objects.equals(other.id(), user.id()))
        .anyMatch(other -> LoginNames.of(other).contains(LoginNames.folded(token)));
  }

  private String picture(String before) {
    String picture = line(login.pictureUrl());
    return picture.startsWith("https://") ? picture : before;
  }

  private static String line(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "").strip();
    return clean.length() > LONGEST ? "" : clean;
  }
}
