package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TailnetEntity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// What tests of registration do: a tailnet with two users, devices that ask, administrators who
/// decide.
abstract class Registrations {
  @Inject RegisterEndpoint endpoint;
  @Inject TailnetState state;

  int ann;
  int bob;

  @BeforeEach
  void twoUsers() throws Exception {
    EmptyTailnet.make();
    ann = Tailnets.user("ann");
    bob = Tailnets.user("bob");
  }

  RegisterResponse register(Device device) throws Exception {
    return ask(device).response();
  }

  FakeExchange ask(Device device) throws Exception {
    FakeExchange exchange = device.exchange();
    endpoint.handle(exchange);
    return exchange;
  }

  /// A device that has been let in with a key of its own.
  Device member(String hostname, int user) throws Exception {
    Device device = new Device(hostname).authKey(Tailnets.key(user));
    register(device);
    return device.withoutAuthKey();
  }

  Node node(Device device) {
    return Tailnets.node(state.image(), device).orElseThrow();
  }

  /// The id of the login that a device is sent to.
  String begin(Device device) throws Exception {
    return LoginAddress.id(register(device).authUrl()).orElseThrow();
  }

  /// The device lets its question be held.
  FakeExchange follow(Device device, String id) throws Exception {
    return ask(device.followup("http://any.name/register/" + id));
  }

  static ValidatableResponse admit(String id, Object user) {
    return Client.owner()
        .body(Map.of("user", user))
        .post("/api/v1alpha/auth/" + id + "/register")
        .then();
  }

  static ValidatableResponse decide(String id, String decision) {
    return Client.owner().body("{}").post("/api/v1alpha/auth/" + id + "/" + decision).then();
  }

  /// Puts something into the tailnet as a migration would.
  void put(TailnetEntity entity) {
    Imported.put(entity);
  }

  void settings(@Nullable String nodeExpiry, Map<String, String> other) {
    put(
        new ServerSettings(
            "https://vpn.example.com/",
            "",
            IpPrefix.parse("100.64.0.0/10"),
            IpPrefix.parse("fd7a:115c:a1e0::/48"),
            "sequential",
            nodeExpiry,
            null,
            null,
            other));
  }
}
