package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;

/// Gives a user one more identity, because the person has logged in by both in one browser and
/// confirmed it. That is enough also where an address alone never is: for who holds a role, and for
/// who can still log in the old way.
///
/// @param user whose session it is, as the person was shown
/// @param session the login by which the person is known
/// @param added the login that is to be the same person's
/// @param enabled the providers at which people can log in at this moment
public record LinkLogin(
    UserId user, ProvedLogin session, ProvedLogin added, List<IdentityProvider> enabled)
    implements Command<LoggedIn> {
  public LinkLogin {
    enabled = List.copyOf(enabled);
  }

  @Override
  public Decision<LoggedIn> decide(Tailnet image, Moment moment) {
    return switch (LoginTurn.existing(image, moment, session, enabled)) {
      case LoginTurn.Refused(Refusal refusal) -> new Decision.Refused<>(refusal);
      case LoginTurn.In in when !in.user().id().equals(user) ->
          Decision.refused(
              Reason.STALE, "You are logged in as somebody else by now; begin again at /account.");
      case LoginTurn.In in -> linked(in.on(image), in, moment);
    };
  }

  private Decision<LoggedIn> linked(Tailnet image, LoginTurn.In in, Moment moment) {
    return switch (LoginOwner.of(image, added, enabled, moment.now())) {
      case LoginOwner.Known(User other) when other.id().equals(user) ->
          new Decision.Accepted<>(in.changes(), new LoggedIn(in.user(), in.remarks()));
      case LoginOwner.Known(User other) -> others(other);
      case LoginOwner.Awaited(User other, var _) when !other.id().equals(user) -> others(other);
      case LoginOwner.Unclear(Refusal refusal) when isHeldOrGone(image) ->
          new Decision.Refused<>(refusal);
      case LoginOwner.Awaited(User _, var expected) ->
          accepted(new LoginProfile(image, added).known(in.user(), expected), in);
      case LoginOwner.Linked _, LoginOwner.Newcomer _, LoginOwner.Unclear _ ->
          accepted(new LoginProfile(image, added).known(in.user(), null), in);
    };
  }

  /// Whether more than an address stands against the added login: its provider is gone, or users
  /// have it already. Two whose address it is do not, since the person is known otherwise.
  private boolean isHeldOrGone(Tailnet image) {
    boolean gone = !enabled.contains(added.provider());
    boolean awaited =
        image.users().stream()
            .flatMap(other -> other.expected().stream())
            .anyMatch(expected -> expected.issuer().equals(added.subject().issuer()));
    return gone || awaited || !added.subject().among(image.users(), User::identities).isEmpty();
  }

  private static Decision<LoggedIn> others(User other) {
    return Decision.refused(
        Reason.CONFLICT,
        "This login is that of user "
            + other.label()
            + " ("
            + other.id()
            + "); an administrator can merge the two.");
  }

  private static Decision<LoggedIn> accepted(LoginProfile.Made made, LoginTurn.In in) {
    List<String> remarks = new ArrayList<>(in.remarks());
    remarks.addAll(made.remarks());
    return new Decision.Accepted<>(
        List.of(new TailnetChange.Put(made.user())), new LoggedIn(made.user(), remarks));
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
