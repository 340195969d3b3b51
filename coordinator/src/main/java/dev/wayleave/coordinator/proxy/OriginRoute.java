package dev.wayleave.coordinator.proxy;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Finds out where each request came from, before anything asks.
///
/// Not Quarkus' own way: that believes the first address of `X-Forwarded-For`, which whoever is
/// behind a proxy that appends to the header can invent.
@Singleton
final class OriginRoute {
  static final String KEY = Origin.class.getName();

  private final TrustedProxies trusted;

  OriginRoute(@ConfigProperty(name = "wayleave.trusted-proxies") Optional<String> trusted) {
    this.trusted = TrustedProxies.parse(trusted.orElse(""));
  }

  void register(@Observes Router router) {
    if (!trusted.prefixes().isEmpty()) {
      router
          .route()
          .order(Integer.MIN_VALUE)
          .handler(context -> {
            context.put(KEY, Origin.of(context.request(), trusted));
            context.next();
          });
    }
  }
}
