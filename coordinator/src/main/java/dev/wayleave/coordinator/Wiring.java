package dev.wayleave.coordinator;

import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.StateLimits;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.ChangeListener;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.tailnet.inventory.SourceInfo;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Gives the parts their clock, their chance and each other.
final class Wiring {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  /// What this coordinator is called where an inventory says where it was read.
  @Produces
  @Singleton
  SourceInfo self(@ConfigProperty(name = "quarkus.application.version") String version) {
    return new SourceInfo("wayleave", version, "postgresql");
  }

  @Produces
  @Singleton
  TailnetState state(TailnetStore store, InstantSource clock, SecureRandom random) {
    return new TailnetState(
        TailnetStore.DEFAULT_TAILNET, store, clock, random, StateLimits.DEFAULT);
  }

  @Produces
  @Singleton
  Supplier<SettingsInForce> settings(
      TailnetState state,
      HttpServer http,
      @ConfigProperty(name = "wayleave.server-url") Optional<String> serverUrl,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    return () ->
        new SettingsInForce(
            state.image(), serverUrl, "http://" + new HostPort(host, http.getPort()));
  }

  @Produces
  @Singleton
  ChangeListener listener(
      TailnetState state,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    return new ChangeListener(url, user, password, state::look);
  }

  @Produces
  @Singleton
  KeyMaker keyMaker(SecureRandom random) {
    return new KeyMaker(random);
  }

  @Produces
  @Singleton
  KeyVerifier keyVerifier(TailnetState state, InstantSource clock) {
    return new KeyVerifier(state::image, clock);
  }

  @Produces
  @Singleton
  FailureLimit failureLimit(InstantSource clock) {
    return new FailureLimit(clock);
  }
}
