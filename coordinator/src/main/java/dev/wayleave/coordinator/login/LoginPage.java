package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.LoginAddress.path;

import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.security.Permission;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.security.Scopes;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `SERVER_URL/register/ID` and `SERVER_URL/ssh/check/ID`: shows a person the device or the SSH
/// session that waits, and takes an administrator's decision on it.
///
/// Whoever has the address may look; nothing changes by looking. A decision needs an API key that
/// may write nodes, which is neither kept nor logged, and the form of this very page.
@Singleton
final class LoginPage {
  private static final Logger LOG = Logger.getLogger(LoginPage.class);
  private static final String COOKIE = "wayleave-login";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final long LARGEST_FORM = 8 << 10;

  private final Logins logins;
  private final KeyVerifier keys;
  private final FailureLimit failures;
  private final RefusedProofs refused;
  private final Supplier<SettingsInForce> settings;
  private final FormToken forms;

  LoginPage(
      Logins logins,
      KeyVerifier keys,
      FailureLimit failures,
      RefusedProofs refused,
      Supplier<SettingsInForce> settings,
      SecureRandom random) {
    this.logins = logins;
    this.keys = keys;
    this.failures = failures;
    this.refused = refused;
    this.settings = settings;
    this.forms = new FormToken(random);
  }

  void route(@Observes Router router) {
    route(router, LoginAddress.PATH + ":id");
    route(router, LoginAddress.SESSION_PATH + ":id");
  }

  private void route(Router router, String path) {
    router.get(path).handler(this::show);
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        // Checking a key and writing a decision take a while.
        .blockingHandler(this::decide, false);
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
    if (!isConfidential(context)) {
      String why =
          "This page came unencrypted, so no key can be entered here; use the command, or open the"
              + " page over HTTPS.";
      return PageText.waiting(waiting, notice, Page.notice(Page.Mood.WORK, why));
    }
    Cookie known = context.request().getCookie(COOKIE);
    String cookie = forms.cookie(known == null ? null : known.getValue());
    context
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, cookie)
                .setPath(path(waiting))
                .setHttpOnly(true)
                .setSecure(isHttps(context))
                .setSameSite(CookieSameSite.STRICT));
    return PageText.waiting(
        waiting, notice, PageText.form(waiting, forms.token(waiting.id(), cookie)));
  }

  /// A proxy that ends TLS is believed where the server's own URL says that there is one.
  private boolean isConfidential(RoutingContext context) {
    return isHttps(context) || Callers.isConfidential(context);
  }

  private boolean isHttps(RoutingContext context) {
    return context.request().isSSL() || settings.get().serverUrl().startsWith("https://");
  }

  private void decide(RoutingContext context) {
    Optional<Waiting> waiting = waiting(context);
    if (waiting.isEmpty()) {
      gone(context);
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
    Cookie cookie = context.request().getCookie(COOKIE);
    String token = context.request().getFormAttribute("token");
    if (!forms.isRight(waiting.get().id(), cookie == null ? null : cookie.getValue(), token)) {
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
    if (!Scopes.permissions(key.get().scopes()).contains(Permission.NODES_WRITE)) {
      refuse(context, waiting.get(), 403, "This API key may not change nodes.");
      return;
    }
    carryOut(context, waiting.get(), decided, Actor.of(key.get(), address));
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

    private static String field(RoutingContext context, String name) {
      String value = context.request().getFormAttribute(name);
      return value == null ? "" : value;
    }

    /// Never the key.
    @Override
    public String toString() {
      return "Decided(" + admit + ", " + user + ", " + claim + ")";
    }
  }

  private void carryOut(RoutingContext context, Waiting waiting, Decided decided, Actor actor) {
    try {
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
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      LOG.warnf("A decision on a login was not carried out: %s", trouble.getMessage());
      refuse(context, waiting, 503, String.valueOf(trouble.getMessage()));
    }
  }

  private static String letIn(Waiting waiting, Node node) {
    return switch (waiting) {
      case WaitingDevice _ -> "It is let in as " + node.label() + ".";
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
