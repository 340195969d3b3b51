package dev.wayleave.coordinator.tls;

import dev.wayleave.coordinator.settings.SettingsInForce;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What is answered without encryption beside an encrypted listener: proofs for the certificate
/// authority, and what clients do without TLS by design. Everything else is sent to the server URL.
///
/// Noise needs no TLS, and clients try port 80 first; `/generate_204` finds captive portals, which
/// only unencrypted requests can.
@Singleton
final class PlainPort {
  /// After Quarkus' limits, before everything that answers.
  private static final int ORDER = -1;

  private static final String CHALLENGE = "/.well-known/acme-challenge/";
  private static final Set<String> OPEN = Set.of("/ts2021", "/generate_204");
  private static final int MOVED = 301;
  private static final int NOT_FOUND = 404;

  private final TlsOptions options;
  private final Proofs proofs;
  private final Supplier<SettingsInForce> settings;

  PlainPort(TlsOptions options, Proofs proofs, Supplier<SettingsInForce> settings) {
    this.options = options;
    this.proofs = proofs;
    this.settings = settings;
  }

  void register(@Observes Router router) {
    router.route(CHALLENGE + ":token").order(ORDER).handler(this::prove);
    if (!(options instanceof TlsOptions.Off)) {
      router.route().order(ORDER).handler(this::keepOrSend);
    }
  }

  private void prove(RoutingContext context) {
    Optional.ofNullable(context.pathParam("token"))
        .flatMap(proofs::find)
        .ifPresentOrElse(
            proof ->
                context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end(proof),
            () -> context.response().setStatusCode(NOT_FOUND).end());
  }

  private void keepOrSend(RoutingContext context) {
    if (context.request().isSSL() || OPEN.contains(context.normalizedPath())) {
      context.next();
      return;
    }
    String base = settings.get().serverUrl().replaceFirst("/$", "");
    context
        .response()
        .setStatusCode(MOVED)
        .putHeader(HttpHeaders.LOCATION, base + context.request().uri())
        .end();
  }
}
