package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.TailnetState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/// Makes the parts of logins at providers.
@Singleton
final class OidcWiring {
  private static final String BROWSER = "wayleave-browser";
  private static final String SESSION = "wayleave-session";

  @Produces
  @Singleton
  OidcLimits limits(Config config) {
    return OidcLimits.of(config);
  }

  @Produces
  @Singleton
  ProvidersFile file(Config config, InstantSource clock) {
    return new ProvidersFile(
        config
            .getOptionalValue("wayleave." + ProvidersFile.KEY, String.class)
            .map(Path::of)
            .orElse(null),
        clock);
  }

  @Produces
  @Singleton
  Providers providers(TailnetState state, ProvidersFile file) {
    return new ProvidersInForce(state::image, file::entries);
  }

  @Produces
  @Singleton
  ProviderHttp http(OidcLimits limits) {
    return new ProviderHttp(limits);
  }

  void close(@Disposes ProviderHttp http) {
    http.close();
  }

  @Produces
  @Singleton
  ProviderLogins logins(
      Providers providers,
      Supplier<SettingsInForce> settings,
      ProviderHttp http,
      InstantSource clock,
      SecureRandom random,
      OidcLimits limits,
      KeptRows kept) {
    return new ProviderLogins(
        providers, () -> settings.get().serverUrl(), http, clock, random, limits, kept);
  }

  @Produces
  @Singleton
  LoginMeters meters(
      MeterRegistry registry, Providers providers, TailnetState state, InstantSource clock) {
    return new LoginMeters(registry, providers, state::image, clock);
  }

  @Produces
  @Singleton
  BrowserCookies cookies(SecureRandom random, Supplier<SettingsInForce> settings) {
    return new BrowserCookies(random, context -> isHttps(context, settings.get()));
  }

  @Produces
  @Singleton
  BrowserCookie browser(BrowserCookies cookies) {
    return cookies.named(BROWSER);
  }

  @Produces
  @Singleton
  CookieSessions sessions(
      KeptRows kept,
      BrowserCookies cookies,
      Providers providers,
      InstantSource clock,
      OidcLimits limits) {
    return new CookieSessions(kept, cookies.named(SESSION), providers, clock, limits);
  }

  /// A proxy that ends TLS is believed where the server's own URL says that there is one.
  private static boolean isHttps(RoutingContext context, SettingsInForce settings) {
    return context.request().isSSL() || settings.serverUrl().startsWith("https://");
  }
}
