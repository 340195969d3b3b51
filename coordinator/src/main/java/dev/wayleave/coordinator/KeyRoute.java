package dev.wayleave.coordinator;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.key.MachineKey;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// `GET /key?v=CAPABILITY_VERSION`: the public key that clients encrypt their handshake to.
///
/// Clients ask before they can authenticate; what they learn is public. Reply as Tailscale's
/// `tailcfg.OverTLSPublicKeyResponse`; the legacy key is that of the protocol before Noise, which
/// is not spoken here, so it is zero.
@Singleton
final class KeyRoute {
  private static final String NO_KEY = MachineKey.PREFIX + "0".repeat(64);

  private final Supplier<SettingsInForce> settings;

  KeyRoute(Supplier<SettingsInForce> settings) {
    this.settings = settings;
  }

  void route(@Observes Router router) {
    router.get("/key").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    String key = settings.get().noisePublicKey().map(MachineKey::toString).orElse(NO_KEY);
    boolean usable = !key.equals(NO_KEY);
    context
        .response()
        .setStatusCode(usable ? 200 : 503)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        // Clients in browsers ask from pages of any origin, and the key is public.
        .putHeader("access-control-allow-origin", "*")
        .end("{\"legacyPublicKey\":\"" + NO_KEY + "\",\"publicKey\":\"" + key + "\"}")
        .onFailure(_ -> context.request().connection().close());
  }
}
