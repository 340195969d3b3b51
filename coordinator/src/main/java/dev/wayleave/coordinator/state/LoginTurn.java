package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.Collection;
import java.util.List;

/// The user of a login in the writer's turn, as the login makes the user.
sealed interface LoginTurn {
  /// This user, as changed.
  record In(User user, List<TailnetChange.Edit> changes, List<String> remarks)
      implements LoginTurn {
    /// The image that other decisions are made on.
    Tailnet on(Tailnet image) {
      return image.with(changes);
    }
  }

  /// Nobody who may come in.
  record Refused(Refusal refusal) implements LoginTurn {}

  /// Also somebody new.
  static LoginTurn anybody(
      Tailnet image, Moment moment, ProvedLogin login, Collection<IdentityProvider> enabled) {
    return switch (LoginOwner.of(image, login, enabled, moment.now())) {
      case LoginOwner.Newcomer _ -> {
        LoginProfile.Made made = new LoginProfile(image, login).newcomer(moment.now());
        yield new In(made.user(), List.of(new TailnetChange.Put(made.user())), made.remarks());
      }
      case LoginOwner owner -> of(image, login, owner);
    };
  }

  /// Only who is a user here.
  static LoginTurn existing(
      Tailnet image, Moment moment, ProvedLogin login, Collection<IdentityProvider> enabled) {
    return of(image, login, LoginOwner.of(image, login, enabled, moment.now()));
  }

  private static LoginTurn of(Tailnet image, ProvedLogin login, LoginOwner owner) {
    LoginProfile profile = new LoginProfile(image, login);
    return switch (owner) {
      case LoginOwner.Known(User user) -> in(user, profile.known(user, null));
      case LoginOwner.Awaited(User user, var expected) -> in(user, profile.known(user, expected));
      case LoginOwner.Linked(User user) -> in(user, profile.known(user, null));
      case LoginOwner.Newcomer _ -> new Refused(nobody(login));
      case LoginOwner.Unclear(Refusal refusal) -> new Refused(refusal);
    };
  }

  private static LoginTurn in(User before, LoginProfile.Made made) {
    if (before.suspended()) {
      return new Refused(Standing.refusal(before));
    }
    List<TailnetChange.Edit> changes =
        made.user().equals(before) ? List.of() : List.of(new TailnetChange.Put(made.user()));
    return new In(made.user(), changes, made.remarks());
  }

  /// The refusal of somebody who has no user where one is needed.
  static Refusal nobody(ProvedLogin login) {
    return new Refusal(
        Refusal.Reason.NOT_FOUND,
        login.label()
            + " ("
            + login.provider().displayName()
            + ") is no user of this tailnet; let a device in first, or ask an administrator.");
  }
}
