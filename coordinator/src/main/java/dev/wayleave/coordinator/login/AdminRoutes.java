package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.security.RoleScopes;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.DeleteApiKey;
import dev.wayleave.coordinator.state.OpenAdministration;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.ApiKey;
import io.vertx.core.Handler;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// How a command gets a key for its person: `POST /api/v1alpha/sessions` begins, `POST
/// /api/v1alpha/sessions/ID/key` asks whether the person has confirmed, and `POST
/// /api/v1alpha/sessions/end` gives the key back. The shapes are in `docs/logins.md`.
///
/// Nobody has a key yet who comes here, so these are no operations of the API.
@Singleton
final class AdminRoutes {
  static final String PATH = "/api/v1alpha/sessions";

  private static final long LARGEST_BODY = 4 << 10;
  private static final int LONGEST_NAME = 100;

  private final AdminLogins logins;
  private final People people;
  private final TailnetState state;
  private final KeyMaker maker;
  private final KeyVerifier keys;
  private final FailureLimit wrongKeys;
  private final Supplier<SettingsInForce> settings;

  AdminRoutes(
      AdminLogins logins,
      People people,
      TailnetState state,
      KeyMaker maker,
      KeyVerifier keys,
      FailureLimit wrongKeys,
      Supplier<SettingsInForce> settings) {
    this.wrongKeys = wrongKeys;
    this.logins = logins;
    this.people = people;
    this.state = state;
    this.maker = maker;
    this.keys = keys;
    this.settings = settings;
  }

  void route(@Observes Router router) {
    route(router, PATH, this::begin);
    route(router, PATH + "/end", this::end);
    route(router, PATH + "/:id/key", this::key);
  }

  private static void route(Router router, String path, Handler<RoutingContext> handler) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        // Making and checking keys takes a while.
        .blockingHandler(handler, false)
        .failureHandler(AdminRoutes::failed);
  }

  private static void failed(RoutingContext context) {
    if (context.failure() instanceof KeptException trouble) {
      problem(context, 503, String.valueOf(trouble.getMessage()));
    } else {
      context.next();
    }
  }

  private void begin(RoutingContext context) {
    JsonObject asked = body(context).orElse(null);
    if (asked == null) {
      problem(context, 400, "Send {\"device\": \"NAME\"}.");
      return;
    }
    String device = text(asked, "device").replaceAll("\\p{Cntrl}", "");
    String shown = device.length() > LONGEST_NAME ? device.substring(0, LONGEST_NAME) : device;
    AdminLogins.Begun begun = logins.begin(shown, Callers.address(context)).orElse(null);
    if (begun == null) {
      problem(context, 429, "Too many logins are under way; wait a minute.");
      return;
    }
    AdminLogins.WaitingCommand command = begun.command();
    answer(
        context,
        201,
        new JsonObject()
            .put("id", command.id())
            .put("secret", begun.secret())
            .put("code", AdminLogins.shown(begun.code()))
            .put("address", LoginAddress.below(settings.get(), AdminPage.PATH + command.id()))
            .put("until", command.until().toString()));
  }

  private void key(RoutingContext context) {
    String secret = body(context).map(asked -> text(asked, "secret")).orElse("");
    switch (logins.fate(String.valueOf(context.pathParam("id")), secret)) {
      case AdminLogins.Fate.Waiting _ ->
          answer(context, 202, new JsonObject().put("status", "waiting"));
      case AdminLogins.Fate.Gone _ ->
          problem(context, 404, "The login was not confirmed in time; begin again.");
      case AdminLogins.Fate.Confirmed(ProvedLogin login) -> open(context, login);
    }
  }

  private void open(RoutingContext context, ProvedLogin login) {
    KeyMaker.Made made = maker.apiKey();
    OpenAdministration command =
        new OpenAdministration(login, people.enabled(), made.kept(), made.proof(), RoleScopes::of);
    submit(context, command, Actor.of(login, Callers.address(context)))
        .ifPresent(outcome -> opened(context, made, outcome));
  }

  private static void opened(
      RoutingContext context, KeyMaker.Made made, Outcome<OpenAdministration.Opened> outcome) {
    switch (outcome) {
      case Outcome.Refused<OpenAdministration.Opened> refused ->
          problem(context, 403, refused.refusal().sentence());
      case Outcome.Done<OpenAdministration.Opened> done ->
          answer(
              context,
              200,
              new JsonObject()
                  .put("status", "open")
                  .put("key", made.text())
                  .put("user", done.reply().user().label())
                  .put("until", done.reply().until().toString()));
    }
  }

  /// What became of a command; nothing where it could not be asked, which is answered.
  private <R> Optional<Outcome<R>> submit(RoutingContext context, Command<R> command, Actor actor) {
    try {
      return Optional.of(state.submit(command, actor).join());
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      problem(context, 503, String.valueOf(trouble.getMessage()));
      return Optional.empty();
    }
  }

  /// Only a person's own key ends itself; other keys are administered.
  private void end(RoutingContext context) {
    String key = body(context).map(asked -> text(asked, "key")).orElse("");
    String network = SourceNetwork.ofText(Callers.address(context));
    if (wrongKeys.isExceeded(network)) {
      problem(context, 429, "Too many keys from your address were wrong; wait a minute.");
      return;
    }
    Optional<ApiKey> known = keys.verify(key);
    if (known.isEmpty()) {
      wrongKeys.failed(network);
    }
    Optional<ApiKey> own = known.filter(one -> one.scopes().contains(OpenAdministration.AS_USER));
    if (own.isPresent()) {
      Actor actor = Actor.of(own.get(), Callers.address(context));
      if (submit(context, new DeleteApiKey(own.get().id()), actor).isEmpty()) {
        return;
      }
    }
    // Whether there was such a key is nobody's business; one that is gone already has ended.
    answer(context, 200, new JsonObject().put("status", "ended"));
  }

  private static Optional<JsonObject> body(RoutingContext context) {
    try {
      return Optional.ofNullable(context.body().asJsonObject());
    } catch (DecodeException | ClassCastException e) {
      // Whoever sends no object gets the answer of who sends nothing.
      return Optional.empty();
    }
  }

  private static String text(JsonObject object, String name) {
    return object.getValue(name) instanceof String text ? text : "";
  }

  private static void problem(RoutingContext context, int status, String sentence) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .putHeader("cache-control", "no-store")
        .end(
            new JsonObject()
                .put("status", status)
                .put("title", "Not logged in")
                .put("detail", sentence)
                .encode())
        .onFailure(_ -> context.request().connection().close());
  }

  private static void answer(RoutingContext context, int status, JsonObject answer) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(answer.encode())
        .onFailure(_ -> context.request().connection().close());
  }
}
