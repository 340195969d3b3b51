package dev.wayleave.coordinator.relay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.derpmap.DerpMaps;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.AddNode;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.CreateUser;
import dev.wayleave.coordinator.state.DeleteNode;
import dev.wayleave.coordinator.state.ExpireNode;
import dev.wayleave.coordinator.state.MakeDerpKey;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.testkit.wait.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The relay inside the coordinator, on its one origin and with its nodes.
@QuarkusTest
@RunningCoordinator
class RunningRelayTest {
  @Inject TailnetState state;
  @Inject Relay relay;
  @Inject StunServer stun;
  @Inject DerpMaps maps;
  @Inject MeterRegistry registry;

  @Test
  void nodesOfTheTailnetAreRelayedUntilTheyAreDeletedOrExpire() throws Exception {
    NodePrivateKey firstKey = RelayServer.newKey();
    NodePrivateKey secondKey = RelayServer.newKey();
    Node first = add(firstKey);
    Node second = add(secondKey);
    try (DerpClient one = DerpClient.connect(RestAssured.port, firstKey);
        DerpClient other = DerpClient.connect(RestAssured.port, secondKey)) {
      one.send(other.publicKey(), new byte[] {1, 2, 3});
      assertThat(other.next(Frame.RecvPacket.class).source()).isEqualTo(one.publicKey());
      state.submit(new DeleteNode(first.id()), Actor.COORDINATOR).join();
      assertThat(one.isClosed()).isTrue();
      other.next(Frame.PeerGone.class);
      state.submit(new ExpireNode(second.id(), null), Actor.COORDINATOR).join();
      assertThat(other.isClosed()).isTrue();
    }
  }

  @Test
  void theKeyIsTheOneOfTheTailnet() {
    state.submit(new MakeDerpKey(RelayServer.newKey()), Actor.COORDINATOR).join();
    SecretText text =
        state.image().secrets().stream()
            .filter(secret -> secret.role() == Secret.SecretRole.DERP_KEY)
            .findFirst()
            .map(Secret::value)
            .orElseThrow();
    assertThat(NodePrivateKey.parse(text.reveal()).publicKey()).isEqualTo(relay.publicKey());
  }

  @Test
  void theMapNamesThisRelayAndThePortOfItsStun() {
    DerpNode own =
        requireNonNull(requireNonNull(maps.inForce().regions()).get(999L)).nodes().getFirst();
    assertThat(own.stunPort()).isEqualTo(stun.port().orElseThrow());
    assertThat(own.derpPort()).isPositive();
  }

  @Test
  void whatClientsProbeNeedsNoKey() {
    RestAssured.get("/derp/probe").then().statusCode(200);
    RestAssured.get("/derp").then().statusCode(426);
    RestAssured.get("/generate_204").then().statusCode(204);
    RestAssured.get("/bootstrap-dns").then().statusCode(200);
    String question =
        "{\"NodePublic\":\"%s\",\"Source\":\"\"}".formatted(RelayServer.newKey().publicKey());
    RestAssured.given().body(question).post("/verify").then().statusCode(200);
    RestAssured.given().body("x".repeat(5_000)).post("/verify").then().statusCode(413);
  }

  @Test
  void aWebSocketIsTakenUp() throws Exception {
    NodePrivateKey key = RelayServer.newKey();
    add(key);
    URI url = URI.create("http://127.0.0.1:" + RestAssured.port + "/derp");
    try (WebSocketDerpClient client = WebSocketDerpClient.connect(url, key)) {
      client.sendInParts(new Frame.Ping(1));
      assertThat(client.next(Frame.Pong.class).data()).isEqualTo(1);
    }
  }

  @Test
  void aRelayedConnectionTakesNoPlaceOfAPlainOne() throws Exception {
    NodePrivateKey first = RelayServer.newKey();
    NodePrivateKey second = RelayServer.newKey();
    add(first);
    add(second);
    double before = plain();
    URI url = URI.create("http://127.0.0.1:" + RestAssured.port + "/derp");
    try (DerpClient socket = DerpClient.connect(RestAssured.port, first);
        WebSocketDerpClient browser = WebSocketDerpClient.connect(url, second)) {
      socket.send(browser.publicKey(), new byte[] {1});
      assertThat(browser.next(Frame.RecvPacket.class).source()).isEqualTo(socket.publicKey());
      Await.until("both have left plain HTTP", () -> plain() <= before);
    }
  }

  private double plain() {
    return registry.get("wayleave.http.connections").gauge().value();
  }

  private Node add(NodePrivateKey key) {
    byte[] machine = new byte[32];
    RelayServer.RANDOM.nextBytes(machine);
    User user = done(new CreateUser("u" + UUID.randomUUID().toString().substring(0, 8), "", ""));
    AddNode command =
        new AddNode(
            MachineKey.of(machine),
            key.publicKey(),
            "relayed",
            new Owner.OfUser(user.id()),
            RegisterMethod.CLI,
            null,
            false,
            null);
    return done(command);
  }

  private <R> R done(Command<R> command) {
    return switch (state.submit(command, Actor.COORDINATOR).join()) {
      case Outcome.Done<R> done -> done.reply();
      case Outcome.Refused<R> refused -> throw new AssertionError(refused.refusal().toString());
    };
  }
}
