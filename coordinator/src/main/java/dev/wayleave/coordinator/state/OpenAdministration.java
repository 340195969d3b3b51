package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes a key by which a person who has logged in administers the tailnet for a while.
///
/// It carries the scope [#AS_USER], so that at each use it may no more than the person's roles
/// allow then. Keys of the same person that have ended go.
///
/// @param enabled the providers at which people can log in at this moment
/// @param secret what is kept of the key; the key itself never comes here
/// @param proof see [ApiKey]
/// @param scopes what roles allow, as scopes; none where they allow nothing
public record OpenAdministration(
    ProvedLogin login,
    List<IdentityProvider> enabled,
    KeySecret.Hashed secret,
    @Nullable SecretText proof,
    Function<Set<Role>, Set<String>> scopes)
    implements Command<OpenAdministration.Opened> {
  /// The scope that gives nothing, and bounds a key by what its user may.
  public static final String AS_USER = "as-user";

  private static final Duration TERM = Duration.ofHours(12);

  public OpenAdministration {
    enabled = List.copyOf(enabled);
  }

  /// A key that is open, and whose it is.
  public record Opened(User user, Instant until, List<String> remarks) implements Remarked {
    public Opened {
      remarks = List.copyOf(remarks);
    }
  }

  @Override
  public Decision<Opened> decide(Tailnet image, Moment moment) {
    return switch (LoginTurn.existing(image, moment, login, enabled)) {
      case LoginTurn.Refused(Refusal refusal) -> new Decision.Refused<>(refusal);
      case LoginTurn.In in -> opened(image, moment, in);
    };
  }

  private Decision<Opened> opened(Tailnet image, Moment moment, LoginTurn.In in) {
    User user = in.user();
    Set<String> allowed = new TreeSet<>(scopes.apply(user.allRoles()));
    if (allowed.isEmpty() || user.awaitingApproval()) {
      return Decision.refused(
          Reason.INVALID,
          "User "
              + user.label()
              + " holds no role that administers anything; ask an administrator for one.");
    }
    allowed.add(AS_USER);
    Instant until = moment.now().plus(TERM);
    ApiKey key =
        new ApiKey(
            OwnNumbers.free(moment.random(), ApiKeyId::new, id -> image.apiKey(id).isEmpty()),
            secret,
            user.id(),
            Actor.of(login, "").name(),
            allowed,
            until,
            null,
            moment.now(),
            proof);
    List<TailnetChange.Edit> changes = new ArrayList<>();
    changes.add(new TailnetChange.Put(key));
    changes.addAll(in.changes());
    image.apiKeys().stream()
        .filter(old -> user.id().equals(old.user()) && old.scopes().contains(AS_USER))
        .filter(old -> hasEnded(old, moment.now()))
        .map(TailnetChange.Removed::new)
        .forEach(changes::add);
    return new Decision.Accepted<>(changes, new Opened(user, until, in.remarks()));
  }

  private static boolean hasEnded(ApiKey key, Instant now) {
    Instant end = key.expiration();
    return end != null && !now.isBefore(end);
  }

  @Override
  public String object() {
    return "identityProviders/" + login.provider().name();
  }
}
