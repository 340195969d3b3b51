package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.ConfirmSession;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.User;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The part of the page of what waits that is for people who log in at an identity provider.
///
/// Logging in alone lets nothing in, also where there is one provider and a session there: whoever
/// was sent here by somebody else has to see what asks, and to say so in the form of this page.
@Singleton
final class PersonPart {
  private final People people;
  private final Logins logins;
  private final BrowserForms forms;

  PersonPart(People people, Logins logins, BrowserForms forms) {
    this.people = people;
    this.logins = logins;
    this.forms = forms;
  }

  /// The part as HTML; empty where there is no provider.
  String html(RoutingContext context, Waiting waiting) {
    List<IdentityProvider> enabled = people.enabled();
    Optional<Visitor> visitor = people.visitor(context);
    visitor.ifPresent(one -> people.noted(one, context));
    String here = LoginAddress.path(waiting) + waiting.id();
    return switch (waiting) {
      case WaitingDevice device ->
          visitor
              .map(one -> device(context, one, device, PersonText.buttons(enabled, here, true)))
              .orElseGet(() ->
                  PersonText.stranger(
                      "Is it yours?",
                      "Log in as whom it is to belong to. You are asked again before it comes in.",
                      PersonText.buttons(enabled, here, false)));
      case WaitingSession session ->
          session(context, visitor, session, PersonText.buttons(enabled, here, true));
    };
  }

  private String device(
      RoutingContext context, Visitor visitor, WaitingDevice waiting, String buttons) {
    if (visitor.owner() instanceof LoginOwner.Unclear(Refusal refusal)) {
      return PersonText.notThisOne(visitor, refusal.sentence(), buttons);
    }
    if (visitor.user().map(User::suspended).orElse(false)) {
      return PersonText.notThisOne(
          visitor, "You are suspended; ask an administrator to restore you.", "");
    }
    return PersonText.device(
        visitor, waiting, Callers.address(context), token(context, waiting, visitor), buttons);
  }

  private String session(
      RoutingContext context, Optional<Visitor> visitor, WaitingSession waiting, String buttons) {
    if (!(waiting.passage().owner() instanceof Owner.OfUser owner)) {
      // What tags own has nobody who could log in for it.
      return "";
    }
    if (visitor.filter(one -> ConfirmSession.isFresh(one.login(), waiting.begun())).isEmpty()) {
      return PersonText.stranger(
          "Is it you?", "Log in anew, as whom the node belongs to that it comes from.", buttons);
    }
    Visitor one = visitor.get();
    return one.user().filter(user -> user.id().equals(owner.user())).isPresent()
        ? PersonText.session(one, waiting, token(context, waiting, one))
        : PersonText.notThisOne(
            one,
            "The session comes from a node that is not yours, so you cannot let it begin.",
            buttons);
  }

  private String token(RoutingContext context, Waiting waiting, Visitor visitor) {
    return forms.token(context, LoginAddress.path(waiting), about(waiting, visitor.login()));
  }

  private static String about(Waiting waiting, ProvedLogin login) {
    return waiting.id() + "\n" + Visitor.binding(login);
  }

  /// Whether a form was sent for a person who has logged in, and not with a key.
  static boolean isMeant(RoutingContext context) {
    return BrowserForms.field(context, "as").equals("person");
  }

  /// Whoever confirms by the form of this page; nobody where the login has ended, or another took
  /// its place since the page was shown.
  Optional<ProvedLogin> confirming(RoutingContext context, Waiting waiting) {
    return people
        .visitor(context)
        .map(Visitor::login)
        .filter(login -> forms.isRight(context, about(waiting, login)));
  }

  /// Carries out what was confirmed.
  ///
  /// @return the node that is let in, or to which the session goes
  CompletableFuture<Outcome<Node>> confirmed(
      RoutingContext context, Waiting waiting, ProvedLogin login) {
    Actor actor = Actor.of(login, Callers.address(context));
    return switch (waiting) {
      case WaitingDevice device -> logins.register(device.id(), login, people.enabled(), actor);
      case WaitingSession session -> logins.confirm(session, login, people.enabled(), actor);
    };
  }
}
