package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.BrowserForms.field;

import dev.wayleave.coordinator.oidc.BrowserCookie;
import dev.wayleave.coordinator.oidc.BrowserCookies;
import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Unavailable;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.ConfirmSession;
import dev.wayleave.coordinator.state.LinkLogin;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.SignIn;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.state.UnlinkIdentity;
import dev.wayleave.tailnet.model.User;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/// `SERVER_URL/account`: who somebody is here, by which logins, one more of them or one less, and
/// the end of the session.
@Singleton
final class AccountPage {
  static final String PATH = "/account";

  private static final String WAITS =
      "You await approval: devices of yours reach nobody until an administrator has approved you.";
  private static final String BROWSER = "wayleave-link";
  private static final String TITLE = "Your account";
  private static final long LARGEST_FORM = 8 << 10;

  /// How old a login may be by which somebody adds another or takes one away: whoever finds a
  /// browser where somebody logged in this morning is not that person.
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final People people;
  private final BrowserForms forms;
  private final PendingLinks links;
  private final TailnetState state;
  private final InstantSource clock;
  private final BrowserCookie browser;

  AccountPage(
      People people,
      BrowserForms forms,
      PendingLinks links,
      TailnetState state,
      InstantSource clock,
      BrowserCookies cookies) {
    this.clock = clock;
    this.browser = cookies.named(BROWSER);
    this.people = people;
    this.forms = forms;
    this.links = links;
    this.state = state;
  }

  void route(@Observes Router router) {
    router.get(PATH).blockingHandler(this::show, false).failureHandler(Unavailable::answer);
    router
        .get(PATH + "/link/:id")
        .blockingHandler(this::showLink, false)
        .failureHandler(Unavailable::answer);
    post(router, PATH + "/confirm", context -> decided(context, this::taken));
    post(router, PATH + "/link", context -> decided(context, this::begin));
    post(router, PATH + "/unlink", context -> decided(context, this::unlink));
    post(router, PATH + "/logout", context -> decided(context, this::logOut));
    post(router, PATH + "/link/:id", this::link);
  }

  private static void post(Router router, String path, Handler<RoutingContext> handler) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        // Writing a decision takes a while.
        .blockingHandler(handler, false)
        .failureHandler(Unavailable::answer);
  }

  private void show(RoutingContext context) {
    if (!forms.isConfidential(context)) {
      say(context, 403, Page.Mood.WORK, "This page came unencrypted; open it over HTTPS.");
      return;
    }
    Optional<Visitor> visitor = people.visitor(context);
    visitor.ifPresent(one -> people.noted(one, context));
    String main =
        visitor
            .map(one -> account(context, one))
            .orElseGet(() ->
                PersonText.stranger(
                    "Who are you?",
                    "Log in to see your account.",
                    PersonText.buttons(people.enabled(), PATH, false)));
    Page.send(context, 200, Page.of(TITLE, main));
  }

  private String account(RoutingContext context, Visitor visitor) {
    String token = forms.token(context, PATH, about(visitor));
    String buttons = PersonText.buttons(people.enabled(), PATH, true);
    return switch (visitor.owner()) {
      case LoginOwner.Unclear(var refusal) ->
          PersonText.notThisOne(visitor, refusal.sentence(), buttons);
      case LoginOwner.Newcomer _ ->
          PersonText.notThisOne(
              visitor,
              "You are no user of this tailnet yet; you become one when you let a device in.",
              buttons);
      case LoginOwner.Awaited(User user, var _) -> PersonText.taking(visitor, user, token);
      case LoginOwner.Linked(User user) -> PersonText.taking(visitor, user, token);
      case LoginOwner.Known(User user) ->
          user.suspended()
              ? PersonText.notThisOne(
                  visitor, "You are suspended; ask an administrator to restore you.", buttons)
              : PersonText.heading(visitor)
                  + (user.awaitingApproval() ? Page.notice(Page.Mood.WORK, WAITS) : "")
                  + AccountText.account(user, visitor.rolesOf(user), token);
    };
  }

  private static String about(Visitor visitor) {
    return PATH + "\n" + visitor.binding();
  }

  /// Carries out what the form of the account's page says, for whoever was shown it.
  private void decided(RoutingContext context, BiConsumer<RoutingContext, Visitor> decision) {
    Optional<Visitor> visitor =
        people.visitor(context).filter(one -> forms.isRight(context, about(one)));
    if (visitor.isEmpty()) {
      say(
          context,
          403,
          Page.Mood.BAD,
          "Your login has ended, or the form was not from this page; look again at /account.");
      return;
    }
    decision.accept(context, visitor.get());
  }

  private void taken(RoutingContext context, Visitor visitor) {
    run(
        context,
        visitor,
        new SignIn(visitor.login(), people.enabled()),
        "This login is yours from now on.");
  }

  private void logOut(RoutingContext context, Visitor visitor) {
    people.end(context);
    say(context, 200, Page.Mood.GOOD, "You are logged out here.");
  }

  private void unlink(RoutingContext context, Visitor visitor) {
    if (!(visitor.owner() instanceof LoginOwner.Known(User user)) || user.suspended()) {
      say(context, 409, Page.Mood.BAD, "This login is no user's who could do that.");
      return;
    }
    if (!isRecent(visitor)) {
      askAnew(context);
      return;
    }
    if (!field(context, "confirmed").equals("yes")) {
      say(context, 400, Page.Mood.BAD, "Confirm that you do not log in this way any more.");
      return;
    }
    run(
        context,
        visitor,
        new UnlinkIdentity(user.id(), field(context, "identity"), false),
        "This login is not yours any more.");
  }

  private void begin(RoutingContext context, Visitor visitor) {
    if (!(visitor.owner() instanceof LoginOwner.Known(User user)) || user.suspended()) {
      say(context, 409, Page.Mood.BAD, "This login is no user's who could do that.");
      return;
    }
    if (!isRecent(visitor)) {
      askAnew(context);
      return;
    }
    // A provider sends the browser back from another site, so the strict cookie of forms would not
    // come along.
    PendingLinks.Link link =
        links.begin(user.id(), visitor.login(), BrowserCookie.hash(browser.give(context)));
    Page.send(
        context,
        200,
        Page.of(
            "Add a login",
            PersonText.stranger(
                "Log in the other way",
                "You are asked once more before the two become one.",
                PersonText.buttons(people.enabled(), linkPath(link), true))));
  }

  private boolean isRecent(Visitor visitor) {
    return ConfirmSession.isFresh(visitor.login(), clock.instant().minus(RECENT));
  }

  private void askAnew(RoutingContext context) {
    Page.send(
        context,
        403,
        Page.of(
            TITLE,
            PersonText.stranger(
                "Log in once more",
                "Your login is not a new one; log in again, then do it.",
                PersonText.buttons(people.enabled(), PATH, true))));
  }

  private static String linkPath(PendingLinks.Link link) {
    return PATH + "/link/" + link.id();
  }

  private Optional<PendingLinks.Link> pending(RoutingContext context) {
    return browser
        .read(context)
        .flatMap(
            value -> links.of(String.valueOf(context.pathParam("id")), BrowserCookie.hash(value)));
  }

  private void showLink(RoutingContext context) {
    PendingLinks.Link link = pending(context).orElse(null);
    User user = link == null ? null : state.image().user(link.user()).orElse(null);
    if (link == null || user == null) {
      say(context, 404, Page.Mood.WORK, "Nothing is to be linked here; begin at /account.");
      return;
    }
    Optional<Visitor> added = people.visitor(context).filter(one -> isAnother(one, link));
    String main =
        added
            .map(one ->
                AccountText.link(
                    one, user, link.id(), forms.token(context, PATH, about(link, one))))
            .orElseGet(() ->
                PersonText.stranger(
                    "Log in the other way",
                    "This browser has only the login that you have already.",
                    PersonText.buttons(people.enabled(), linkPath(link), true)));
    Page.send(context, 200, Page.of("Add a login", main));
  }

  private static boolean isAnother(Visitor visitor, PendingLinks.Link link) {
    return !visitor.login().subject().equals(link.session().subject())
        && ConfirmSession.isFresh(visitor.login(), link.begun());
  }

  private static String about(PendingLinks.Link link, Visitor added) {
    return linkPath(link) + "\n" + added.binding();
  }

  private void link(RoutingContext context) {
    PendingLinks.Link link = pending(context).orElse(null);
    Visitor added = people.visitor(context).orElse(null);
    if (link == null
        || added == null
        || !isAnother(added, link)
        || !forms.isRight(context, about(link, added))) {
      say(
          context,
          403,
          Page.Mood.BAD,
          "Your login has ended, or the form was not from this page; begin again at /account.");
      return;
    }
    if (!field(context, "confirmed").equals("yes")) {
      say(context, 400, Page.Mood.BAD, "Confirm that both logins are yours.");
      return;
    }
    if (!links.take(link)) {
      say(context, 409, Page.Mood.BAD, "This was confirmed before.");
      return;
    }
    run(
        context,
        new Visitor(link.session(), added.owner(), false),
        new LinkLogin(link.user(), link.session(), added.login(), people.enabled()),
        "Both logins are yours from now on.");
  }

  private void run(RoutingContext context, Visitor visitor, Command<?> command, String sentence) {
    Outcome<?> outcome;
    try {
      outcome = state.submit(command, Actor.of(visitor.login(), Callers.address(context))).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      say(context, 503, Page.Mood.BAD, String.valueOf(trouble.getMessage()));
      return;
    }
    switch (outcome) {
      case Outcome.Done<?> _ -> say(context, 200, Page.Mood.GOOD, sentence);
      case Outcome.Refused<?> refused ->
          say(context, 409, Page.Mood.BAD, refused.refusal().sentence());
    }
  }

  private static void say(RoutingContext context, int status, Page.Mood mood, String sentence) {
    Page.send(context, status, Page.said(TITLE, mood, sentence));
  }
}
