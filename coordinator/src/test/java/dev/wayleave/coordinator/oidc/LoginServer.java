package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.kept.KeptInMemory;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.testkit.provider.OidcProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pages of this package behind a web server, and one at `/account` that says who is there.
final class LoginServer implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SecureRandom random = new SecureRandom();
  private final ProviderHttp http;
  private final HttpServer server;
  private volatile Tailnet image = Tailnet.empty();
  private volatile Duration passed = Duration.ZERO;
  private volatile @Nullable String serverUrl;
  private volatile @Nullable ProvedLogin seen;

  LoginServer() {
    this(OidcLimits.DEFAULT);
  }

  LoginServer(OidcLimits limits) {
    this(limits, new KeptInMemory());
  }

  /// One replica of those that have these rows in common.
  LoginServer(OidcLimits limits, KeptRows kept) {
    http = new ProviderHttp(limits);
    Providers providers = new ProvidersInForce(() -> image, Map::of);
    CookieSessions sessions =
        new CookieSessions(kept, cookie("wayleave-session"), providers, this::now, limits);
    Router router = Router.router(vertx);
    new ProviderRoutes(
            new ProviderLogins(providers, this::url, http, this::now, random, limits, kept),
            sessions,
            cookie("wayleave-browser"),
            this::now,
            limits,
            new LoginMeters(meters, providers, () -> image, this::now))
        .route(router);
    router.get("/account").blockingHandler(context -> account(context, sessions), false);
    router.get("/out").blockingHandler(context -> out(context, sessions), false);
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture());
  }

  private BrowserCookie cookie(String name) {
    return new BrowserCookie(name, random, _ -> url().startsWith("https:"));
  }

  private void account(RoutingContext context, BrowserSessions sessions) {
    Optional<ProvedLogin> login = sessions.login(context);
    seen = login.orElse(null);
    context
        .end(login.map(ProvedLogin::label).orElse("nobody"))
        .onFailure(Throwable::printStackTrace);
  }

  private static void out(RoutingContext context, BrowserSessions sessions) {
    sessions.end(context);
    context.end("out").onFailure(Throwable::printStackTrace);
  }

  private static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
    return future.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  Instant now() {
    return Instant.now().plus(passed);
  }

  /// Lets time pass here, not at providers.
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  /// Where it listens.
  String own() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /// What the settings say of it.
  String url() {
    return serverUrl == null ? own() : serverUrl;
  }

  LoginServer calledBy(String url) {
    serverUrl = url;
    return this;
  }

  LoginServer put(TailnetEntity entity) {
    image = image.with(new TailnetChange.Put(entity));
    return this;
  }

  LoginServer remove(TailnetEntity entity) {
    image = image.with(new TailnetChange.Removed(entity));
    return this;
  }

  /// Configures a provider with the secret that the made-up one asks for.
  LoginServer with(Configuration configuration, OidcProvider provider) {
    if (!provider.secret().isEmpty()) {
      put(
          new Secret(
              SecretRole.OIDC_CLIENT_SECRET,
              configuration.name(),
              SecretText.of(provider.secret())));
    }
    IdentityProvider made = configuration.made();
    return put(made);
  }

  /// How often something was counted, all labels but these together.
  double counted(String meter, String... labels) {
    return meters.find(meter).tags(labels).counters().stream().mapToDouble(Counter::count).sum();
  }

  /// All labels of all meters.
  Set<String> labels() {
    return meters.getMeters().stream()
        .flatMap(meter -> meter.getId().getTags().stream())
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .collect(Collectors.toSet());
  }

  /// Who was seen at the last visit of `/account`.
  ProvedLogin seen() {
    if (seen == null) {
      throw new AssertionError("nobody is logged in");
    }
    return seen;
  }

  @Override
  public void close() {
    http.close();
    await(vertx.close().toCompletionStage().toCompletableFuture());
  }
}
