package dev.wayleave.coordinator;

import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.channel.ChannelLimits;
import dev.wayleave.coordinator.control.channel.ControlChannel;
import dev.wayleave.coordinator.kept.KeptNews;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.mail.MailLimits;
import dev.wayleave.coordinator.mail.MailThread;
import dev.wayleave.coordinator.map.LiveMaps;
import dev.wayleave.coordinator.presence.PresenceLedger;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.security.PreAuthKeyVerifier;
import dev.wayleave.coordinator.security.ProofKeeper;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.security.SecretProof;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Newest;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.StateLimits;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.ChangeListener;
import dev.wayleave.coordinator.store.Hint;
import dev.wayleave.coordinator.store.KeptStores;
import dev.wayleave.coordinator.store.LetterStores;
import dev.wayleave.coordinator.store.PresenceStores;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.coordinator.tls.TlsOptions;
import dev.wayleave.tailnet.inventory.SourceInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
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
      TlsOptions tls,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    boolean plain = tls instanceof TlsOptions.Off;
    return () ->
        new SettingsInForce(
            state.image(),
            serverUrl,
            (plain ? "http://" : "https://")
                + new HostPort(host, plain ? http.getPort() : http.getSecurePort()));
  }

  @Produces
  @Singleton
  ChangeListener listener(
      TailnetState state,
      LiveMaps maps,
      MailThread mail,
      KeptNews decided,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    return new ChangeListener(
        url,
        user,
        password,
        hint -> {
          switch (hint) {
            case Hint.Committed(long tailnet, long version) -> {
              if (tailnet == TailnetStore.DEFAULT_TAILNET && version != state.image().version()) {
                state.look();
              }
            }
            case Hint.Present(UUID replica) -> {
              if (!replica.equals(mail.here())) {
                maps.look();
              }
            }
            case Hint.Post(UUID recipient) -> {
              if (recipient.equals(mail.here())) {
                mail.look();
              }
            }
            case Hint.Decided _ -> decided.look();
            case Hint.Anything _ -> {
              state.look();
              maps.look();
              mail.look();
              decided.look();
            }
          }
        });
  }

  @Produces
  @Singleton
  PresenceLedger presence(
      PresenceStores stores,
      ReplicaId replica,
      @ConfigProperty(name = "wayleave.notify", defaultValue = "true") boolean notify) {
    return stores.of(replica.get(), notify);
  }

  @Produces
  @Singleton
  Newest newest(TailnetState state, PresenceLedger presence) {
    return new Newest(state, presence::isShared);
  }

  /// Where others live letters are looked for as often as commits are, should no notification come.
  @Produces
  @Singleton
  MailThread mail(
      LetterStores stores,
      ReplicaId replica,
      PresenceLedger presence,
      Config config,
      @ConfigProperty(name = "wayleave.notify", defaultValue = "true") boolean notify) {
    MailLimits limits = MailLimits.of(config);
    return new MailThread(
        replica.get(),
        stores.of(replica.get(), limits, notify),
        limits,
        () -> presence.isShared() ? StateLimits.DEFAULT.poll() : Duration.ofMinutes(1));
  }

  @Produces
  @Singleton
  KeptRows kept(
      KeptStores stores,
      @ConfigProperty(name = "wayleave.notify", defaultValue = "true") boolean notify) {
    return stores.of(notify);
  }

  @Produces
  @Singleton
  KeptNews decided() {
    return new KeptNews();
  }

  @Produces
  @Singleton
  KeyMaker keyMaker(SecureRandom random) {
    return new KeyMaker(random);
  }

  @Produces
  @Singleton
  SecretProof secretProof(InstantSource clock) {
    return new SecretProof(clock);
  }

  @Produces
  @Singleton
  ProofKeeper proofKeeper(TailnetState state) {
    return ProofKeeper.in(state);
  }

  @Produces
  @Singleton
  KeyVerifier keyVerifier(
      TailnetState state,
      Newest newest,
      InstantSource clock,
      SecretProof proof,
      ProofKeeper keeper) {
    return new KeyVerifier(state::image, newest, clock, proof, keeper);
  }

  @Produces
  @Singleton
  PreAuthKeyVerifier preAuthKeyVerifier(
      TailnetState state, Newest newest, SecretProof proof, ProofKeeper keeper) {
    return new PreAuthKeyVerifier(state::image, newest, proof, keeper);
  }

  @Produces
  @Singleton
  PolicyInForce policyInForce() {
    return new PolicyInForce();
  }

  @Produces
  @Singleton
  RefusedProofs refusedProofs(MeterRegistry registry) {
    return new RefusedProofs(registry);
  }

  @Produces
  @Singleton
  FailureLimit failureLimit(InstantSource clock) {
    return new FailureLimit(clock);
  }

  @Produces
  @Singleton
  ControlChannel controlChannel(
      @All List<ControlEndpoint> endpoints,
      Supplier<SettingsInForce> settings,
      Config config,
      SecureRandom random,
      InstantSource clock,
      MeterRegistry registry) {
    return new ControlChannel(
        endpoints,
        () -> settings.get().noiseKeys(),
        ChannelLimits.of(config),
        random,
        clock,
        registry);
  }
}
