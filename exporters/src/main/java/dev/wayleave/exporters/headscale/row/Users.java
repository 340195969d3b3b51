package dev.wayleave.exporters.headscale.row;

import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes `users`.
///
/// All releases write empty texts where a user has no e-mail address and so on, and NULL where no
/// provider knows the user: indexes tell the two kinds of users apart by that.
record Users(Target target, Spelling spelling, Uniques uniques) implements Kind<User> {
  private static final String PROVIDER = "oidc";

  @Override
  public EntityKind kind() {
    return EntityKind.USER;
  }

  @Override
  public Class<User> type() {
    return User.class;
  }

  @Override
  public String table() {
    return "users";
  }

  @Override
  public long id(User user) {
    return user.id().value();
  }

  @Override
  public Map<String, Column<User>> columns() {
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, user -> Form.number(id(user)))),
        text("name", User::name),
        text("display_name", User::displayName),
        text("email", User::email),
        text("profile_pic_url", User::pictureUrl),
        entry("provider_identifier", this::providerIdentifier),
        entry("provider", (user, former) -> provider(user, former)),
        entry(
            "created_at",
            Column.of("created_at", Meaning.MOMENT, user -> target.form().time(user.createdAt()))));
  }

  private static Map.Entry<String, Column<User>> text(String name, Function<User, String> value) {
    return entry(name, Column.of(name, Meaning.TEXT, user -> Form.text(value.apply(user))));
  }

  /// A unique index counts an empty text, which only one user can keep.
  private RawValue providerIdentifier(User user, Column.Former former) {
    RawValue value =
        former.or(
            "provider_identifier", Meaning.TEXT, Form.textOrNull(identifier(user).orElse(null)));
    boolean taken =
        value.equals(Form.text(""))
            && !uniques.holds("users.provider_identifier", "", Labels.object(user));
    return taken ? Form.NULL : value;
  }

  private Optional<String> identifier(User user) {
    return identity(user).map(identity -> spelling.of(identity).text());
  }

  private static Optional<Identity> identity(User user) {
    return user.identities().stream().findFirst();
  }

  /// An identifier without a provider is read as one of OIDC, a provider without an identifier as
  /// none.
  private static RawValue provider(User user, Column.Former former) {
    RawValue stored = former.row().raw().get("provider");
    String provider = identity(user).map(Identity::provider).orElse("");
    if (former.kept() && stored != null) {
      String read = former.row().text("provider");
      if (provider.isEmpty() || (read.isEmpty() && provider.equals(PROVIDER))) {
        return stored;
      }
    }
    return former.or("provider", Meaning.TEXT, Form.text(provider));
  }

  @Override
  public boolean admits(User user, Remarks remarks) {
    String object = Labels.object(user);
    Optional<Identity> identity = identity(user);
    if (identity.isEmpty()) {
      uniques.take("users.name", user.name(), object, remarks);
    } else {
      spelling.of(identity.get()).remark(object, target.label()).ifPresent(remarks::add);
      uniques.take("users.provider_identifier", identifier(user).orElse(""), object, remarks);
      foreignProvider(identity.get(), object, remarks);
    }
    if (user.identities().size() > 1) {
      remarks.add(
          Finding.lossy(
              "IDENTITIES_LOST",
              object,
              target.label()
                  + " holds one identity of a user; these are not carried: "
                  + user.identities().stream()
                      .skip(1)
                      .map(Identity::identifier)
                      .collect(Collectors.joining(", "))
                  + ".",
              "Let the user log in with " + user.identities().getFirst().identifier() + "."));
    }
    roles(user, object, remarks);
    return true;
  }

  private void foreignProvider(Identity identity, String object, Remarks remarks) {
    if (!identity.provider().equals(PROVIDER)) {
      remarks.add(
          Finding.action(
              "IDENTITY_FOREIGN",
              object,
              "The user logs in by "
                  + identity.provider()
                  + ", of which "
                  + target.label()
                  + " knows nothing.",
              "Let the user's devices stay logged in, or register them with a pre-auth key."));
    }
  }

  private void roles(User user, String object, Remarks remarks) {
    Set<Role> roles = user.roles();
    if (roles.stream().anyMatch(role -> role != Role.MEMBER)) {
      remarks.add(
          Finding.lossy(
              "ROLES_LOST",
              object,
              "Headscale has no roles; the user loses "
                  + roles.stream()
                      .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                      .collect(Collectors.joining(", "))
                  + ".",
              "Give who administers the server an API key or its command line."));
    }
  }
}
