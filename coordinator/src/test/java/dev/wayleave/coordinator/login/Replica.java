package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.security.PreAuthKeyVerifier;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.StateLimits;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.ChangeListener;
import dev.wayleave.coordinator.store.Hint;
import dev.wayleave.coordinator.store.KeptStores;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.TailnetChange;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// One more replica on the database of the application: its own image, its own held questions, its
/// own connection that hears the others, and a clock that can be set forward.
final class Replica implements AutoCloseable {
  final TailnetState state;
  final PendingLogins pending;
  final SessionChecks checks;
  final Logins logins;
  final AdminLogins commands;
  final PendingLinks links;
  private final RegisterEndpoint endpoint;
  private final ChangeListener listener;
  private volatile Duration passed = Duration.ZERO;

  /// Makes replicas.
  @Singleton
  static final class Maker {
    private final TailnetStore store;
    private final KeptStores kept;
    private final PolicyInForce policies;
    private final Supplier<SettingsInForce> settings;
    private final RefusedProofs refused;
    private final Refusals refusals;
    private final PreAuthKeyVerifier keys;
    private final String url;
    private final String user;
    private final String password;

    Maker(
        TailnetStore store,
        KeptStores kept,
        PolicyInForce policies,
        Supplier<SettingsInForce> settings,
        RefusedProofs refused,
        Refusals refusals,
        PreAuthKeyVerifier keys,
        @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
        @ConfigProperty(name = "quarkus.datasource.username") String user,
        @ConfigProperty(name = "quarkus.datasource.password") String password) {
      this.store = store;
      this.kept = kept;
      this.policies = policies;
      this.settings = settings;
      this.refused = refused;
      this.refusals = refusals;
      this.keys = keys;
      this.url = url;
      this.user = user;
      this.password = password;
    }

    Replica make() {
      return new Replica(this, LoginLimits.DEFAULT);
    }

    Replica make(LoginLimits limits) {
      return new Replica(this, limits);
    }
  }

  private Replica(Maker maker, LoginLimits limits) {
    InstantSource clock = () -> Instant.now().plus(passed);
    SecureRandom random = new SecureRandom();
    KeptRows rows = maker.kept.of(true);
    state =
        new TailnetState(
            TailnetStore.DEFAULT_TAILNET, maker.store, clock, random, StateLimits.DEFAULT);
    state.start();
    pending =
        new PendingLogins(
            rows,
            device -> DeviceRows.holding(state.image(), device.nodeKey(), device.machineKey()),
            clock,
            random,
            limits);
    checks = new SessionChecks(rows, clock, random, limits);
    logins = new Logins(state, maker.policies, pending, checks, maker.refused);
    commands = new AdminLogins(rows, clock, random);
    links = new PendingLinks(rows, clock, random);
    endpoint =
        new RegisterEndpoint(
            new Registrar(
                state, clock, maker.policies, maker.keys, pending, maker.settings, maker.refused),
            pending,
            clock,
            maker.refusals);
    state.subscribe(publication -> {
      for (TailnetChange change : publication.changes()) {
        if (change instanceof TailnetChange.Put(Node node)) {
          pending.admitted(node);
        }
      }
    });
    listener = new ChangeListener(maker.url, maker.user, maker.password, this::hear);
    listener.start();
  }

  private void hear(Hint hint) {
    state.look();
    if (hint instanceof Hint.Decided) {
      look();
    }
  }

  /// What a replica does each second, and when it hears of a decision.
  void look() {
    pending.look();
    checks.look();
  }

  /// From now on it hears nothing of the others.
  void deafen() {
    listener.close();
  }

  void pass(Duration time) {
    passed = passed.plus(time);
  }

  FakeExchange ask(Device device) throws Exception {
    FakeExchange exchange = device.exchange();
    endpoint.handle(exchange);
    return exchange;
  }

  /// The id of the login that a device is sent to.
  String begin(Device device) throws Exception {
    return LoginAddress.id(ask(device).response().authUrl()).orElseThrow();
  }

  /// The device lets its question be held.
  FakeExchange follow(Device device, String id) throws Exception {
    return ask(device.followup("http://any.name/register/" + id));
  }

  @Override
  public void close() {
    listener.close();
    state.close();
  }
}
