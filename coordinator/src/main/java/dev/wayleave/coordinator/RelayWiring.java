package dev.wayleave.coordinator;

import dev.wayleave.coordinator.derpmap.DerpMaps;
import dev.wayleave.coordinator.derpmap.OwnRelay;
import dev.wayleave.coordinator.map.NetworkImages;
import dev.wayleave.coordinator.relay.Admission;
import dev.wayleave.coordinator.relay.OwnNames;
import dev.wayleave.coordinator.relay.Relay;
import dev.wayleave.coordinator.relay.RelayLimits;
import dev.wayleave.coordinator.relay.StunServer;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Transition;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Ties the relay to the tailnet, and starts and stops it with the coordinator.
@Singleton
final class RelayWiring {
  /// How often nodes whose time is over are looked for; a change of a node is noticed at once.
  private static final Duration SWEEP = Duration.ofSeconds(10);

  /// After [Lifecycle], whose priority is the usual one, has read the tailnet.
  private static final int AFTER_THE_STATE = 3_000;

  @Produces
  @Singleton
  RelayLimits limits(Config config) {
    return RelayLimitsReader.read(config);
  }

  @Produces
  @Singleton
  Admission admission(TailnetState state, InstantSource clock) {
    return new KnownNodes(state::image, clock);
  }

  @Produces
  @Singleton
  Relay relay(
      Admission admission,
      RelayKey key,
      RelayLimits limits,
      MeterRegistry registry,
      SecureRandom random) {
    return new Relay(admission, key, limits, registry, random, System::nanoTime);
  }

  @Produces
  @Singleton
  StunServer stun(Vertx vertx, RelayLimits limits, MeterRegistry registry) {
    return new StunServer(vertx, limits.stun(), registry, System::nanoTime);
  }

  @Produces
  @Singleton
  DerpMaps maps(
      TailnetState state,
      Supplier<SettingsInForce> settings,
      StunServer stun,
      InstantSource clock,
      @ConfigProperty(name = "wayleave.derp.own-relay", defaultValue = "auto") OwnRelay own,
      @ConfigProperty(name = "wayleave.data", defaultValue = ".wayleave") String data) {
    return new DerpMaps(
        () ->
            new DerpMaps.Basis(
                state.image().derp(),
                state.image().server().map(ServerSettings::serverUrl).flatMap(RelayWiring::url),
                URI.create(settings.get().serverUrl()),
                stun.port(),
                own,
                state.image().transition().filter(Transition::underWay).isPresent()),
        Path.of(data).resolve("derp-maps"),
        clock);
  }

  /// What maps tell clients.
  @Produces
  @Singleton
  Supplier<DerpMap> relays(DerpMaps maps) {
    return maps::inForce;
  }

  @Produces
  @Singleton
  OwnNames names(DerpMaps maps) {
    return maps::addresses;
  }

  void start(
      @Observes @Priority(AFTER_THE_STATE) StartupEvent event,
      TailnetState state,
      RelayKey key,
      Relay relay,
      StunServer stun,
      DerpMaps maps,
      NetworkImages images,
      Config config,
      Vertx vertx)
      throws StartException {
    key.ensure();
    StunPlace.of(config, state.image().derp()).ifPresent(place -> place.listen(stun));
    maps.subscribe(images::relaysChanged);
    maps.start();
    images.relaysChanged();
    state.subscribe(_ -> maps.look());
    state.subscribe(new KnownNodes.Reader(state.image(), relay::recheck, relay::recheckAll));
    // Rechecking walks all seats, which is not for an event loop that carries packets.
    vertx.setPeriodic(
        SWEEP.toMillis(),
        _ ->
            vertx.executeBlocking(
                () -> {
                  relay.recheckAll();
                  return true;
                },
                false));
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() == null ? Optional.empty() : Optional.of(url);
    } catch (URISyntaxException e) {
      // Nothing can be known of a server that calls itself so.
      return Optional.empty();
    }
  }

  void stop(@Observes ShutdownEvent event, Relay relay, StunServer stun, DerpMaps maps) {
    relay.stop();
    stun.close();
    maps.close();
  }
}
