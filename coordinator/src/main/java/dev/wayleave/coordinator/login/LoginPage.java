package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.BrowserForms.field;
import static dev.wayleave.coordinator.login.LoginAddress.path;

import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Unavailable;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.security.Permission;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `SERVER_URL/register/ID` and `SERVER_URL/ssh/check/ID`: shows a person the device or the SSH
/// session that waits, and takes an administrator's decision on it.
///
/// Whoever has the address may look; nothing changes by looking. A decision needs the form of this
/// very page, and an API key that may write nodes, which is neither kept nor logged, or the login
/// of a person whom the device is to belong to ([PersonPart]).
@Singleton
final class LoginPage {
  private static final Logger LOG = Logger.getLogger(LoginPage.class);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final long LARGEST_FORM = 8 << 10;

  private final Logins logins;
  private final KeyVerifier keys;
  private final FailureLimit failures;
  private final RefusedProofs refused;
  private final BrowserForms forms;
  private final PersonPart person;

  LoginPage(
      Logins logins,
      KeyVerifier keys,
      FailureLimit failures,
      RefusedProofs refused,
      BrowserForms forms,
      PersonPart person) {
    this.logins = logins;
    this.keys = keys;
    this.failures = failures;
    this.refused = refused;
    this.forms = forms;
    this.person = person;
  }

  void route(@Observes Router router) {
    route(router, LoginAddress.PATH + ":id");
    route(router, LoginAddress.SESSION_PATH + ":id");
  }

  private void route(Router router, String path) {
    router.get(path).blockingHandler(this::show, false).failureHandler(Unavailable::answer);
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        // Checking a key and writing a decision take a while.
        .blockingHandler(this::decide, false)
        .failureHandler(Unavailable::answer);
  }

  private void show(RoutingContext context) {
    Optional<Waiting> waiting = waiting(context);
    if (waiting.isEmpty()) {
      gone(context);
      return;
    }
    Page.send(context, 200, page(context, waiting.get(), ""));
  }

  private Optional<Waiting> waiting(RoutingContext context) {
    String id = context.pathParam("id");
    return Optional.ofNullable(id)
        .filter(LoginAddress::isId)
        .flatMap(logins::waiting)
        .filter(known -> context.normalizedPath().startsWith(path(known)));
  }

  private String page(RoutingContext context, Waiting waiting, String notice) {
    if (!forms.isConfidential(context)) {
      String why =
          "This page came unencrypted, so nobody can log in and no key can be entered here; use the"
              + " command, or open the page over HTTPS.";
      return PageText.waiting(waiting, notice, "", Page.notice(Page.Mood.WORK, why));
    }
    String token = forms.token(context, path(waiting), waiting.id());
    return PageText.waiting(
        waiting, notice, person.html(context, waiting), PageText.form(waiting, token));
  }

  private void decide(RoutingContext context) {
    Optional<Waiting> waiting = waiting(context);
    if (waiting.isEmpty()) {
      gone(context);
      return;
    }
    if (PersonPart.isMeant(context)) {
      confirm(context, waiting.get());
      return;
    }
    String address = Callers.address(context);
    if (failures.isExceeded(address)) {
      refuse(
          context,
          waiting.get(),
          429,
          "Too many keys from your address were wrong; wait a minute.");
      return;
    }
    if (!forms.isRight(context, waiting.get().id())) {
      refuse(context, waiting.get(), 403, "The form was not from this page; fill it in again.");
      return;
    }
    Decided decided = Decided.of(context);
    if (decided == null) {
      refuse(context, waiting.get(), 400, "Confirm that you know what you decide on.");
      return;
    }
    if (decided.claim() != null && !decided.user().isEmpty()) {
      refuse(
          context,
          waiting.get(),
          400,
          "Name a user or choose an imported node, not both: the node has its owner.");
      return;
    }
    Optional<ApiKey> key = keys.verify(decided.key());
    if (key.isEmpty()) {
      failures.failed(address);
      refused.count(RefusedProofs.Kind.API_KEY);
      refuse(context, waiting.get(), 403, "The API key is not valid.");
      return;
    }
    if (!keys.permissions(key.get()).contains(Permission.NODES_WRITE)) {
      refuse(context, waiting.get(), 403, "This API key may not change nodes.");
      return;
    }
    Waiting it = waiting.get();
    Actor actor = Actor.of(key.get(), address);
    carryingOut(context, it, () -> carryOut(context, it, decided, actor));
  }

  /// A person confirms who has logged in, without a key.
  private void confirm(RoutingContext context, Waiting waiting) {
    Optional<ProvedLogin> login = person.confirming(context, waiting);
    if (login.isEmpty()) {
      refuse(
          context,
          waiting,
          403,
          "Your login has ended, or the form was not from this page; look again and confirm anew.");
      return;
    }
    if (!field(context, "confirmed").equals("yes")) {
      refuse(context, waiting, 400, "Confirm that you know what you decide on.");
      return;
    }
    carryingOut(
        context,
        waiting,
        () ->
            conclude(
                context,
                waiting,
                person.confirmed(context, waiting, login.get()).join(),
                node -> letIn(waiting, node)));
  }

  /// What was entered in the form.
  ///
  /// @param user empty for the owner that the machine had before
  /// @param claim the imported node that the device is said to be; null for none in particular
  private record Decided(boolean admit, String user, @Nullable NodeId claim, String key) {
    static @Nullable Decided of(RoutingContext context) {
      String decision = field(context, "decision");
      boolean known = decision.equals("admit") || decision.equals("reject");
      return known && field(context, "confirmed").equals("yes")
          ? new Decided(
              decision.equals("admit"),
              field(context, "user").strip(),
              claim(field(context, "claim")),
              field(context, "key").strip())
          : null;
    }

    /// The page sends numbers; anything else comes from elsewhere and claims nothing.
    private static @Nullable NodeId claim(String text) {
      return NUMBER.matcher(text).matches() ? new NodeId(Long.parseLong(text)) : null;
    }

    /// Never the key.
    @Override
    public String toString() {
      return "Decided(" + admit + ", " + user + ", " + claim + ")";
    }
  }

  private void carryOut(RoutingContext context, Waiting waiting, Decided decided, Actor actor) {
    if (!decided.admit()) {
      Outcome<String> outcome = logins.reject(waiting.id(), actor).join();
      conclude(context, waiting, outcome, _ -> turnedAway(waiting));
      return;
    }
    CompletableFuture<Outcome<Node>> ended =
        decided.user().isEmpty()
            ? logins.approve(waiting.id(), decided.claim(), actor)
            : logins.register(waiting.id(), decided.user(), actor);
    conclude(context, waiting, ended.join(), node -> letIn(waiting, node));
  }

  private void carryingOut(RoutingContext context, Waiting waiting, Runnable decision) {
    try {
      decision.run();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      LOG.warnf("A decision on a login was not carried out: %s", trouble.getMessage());
      refuse(context, waiting, 503, String.valueOf(trouble.getMessage()));
    }
  }

  private String letIn(Waiting waiting, Node node) {
    return switch (waiting) {
      case WaitingDevice _ -> logins.letIn(node);
      case WaitingSession _ -> "The session on " + node.label() + " begins now.";
    };
  }

  private static String turnedAway(Waiting waiting) {
    return switch (waiting) {
      case WaitingDevice _ -> "The device is turned away.";
      case WaitingSession _ -> "The session is refused.";
    };
  }

  private <R> void conclude(
      RoutingContext context, Waiting waiting, Outcome<R> outcome, Function<R, String> sentence) {
    switch (outcome) {
      case Outcome.Done<R> done ->
          Page.send(context, 200, Page.said("Done", Page.Mood.GOOD, sentence.apply(done.reply())));
      case Outcome.Refused<R> refused ->
          refuse(context, waiting, 409, refused.refusal().sentence());
    }
  }

  private void refuse(RoutingContext context, Waiting waiting, int status, String sentence) {
    Page.send(context, status, page(context, waiting, Page.notice(Page.Mood.BAD, sentence)));
  }

  private void gone(RoutingContext context) {
    refused.count(RefusedProofs.Kind.AUTH_ID);
    Page.send(
        context, 404, Page.said("Nothing waits here", Page.Mood.WORK, Logins.missing().sentence()));
  }
}
