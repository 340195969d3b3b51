package dev.wayleave.coordinator.door;

import dev.wayleave.coordinator.proxy.TrustedProxies;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the door of this process.
final class DoorWiring {
  /// Where metrics are read there is no door, so that they can be read when it is full.
  @Produces
  @Singleton
  @Unremovable
  Door door(
      Config config,
      @ConfigProperty(name = "wayleave.trusted-proxies") Optional<String> trusted,
      HttpServer http,
      MeterRegistry registry) {
    return new Door(
        DoorLimits.of(config),
        TrustedProxies.parse(trusted.orElse("")),
        port -> port != http.getManagementPort(),
        registry);
  }
}
