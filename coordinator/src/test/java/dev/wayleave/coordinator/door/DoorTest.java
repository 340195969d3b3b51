package dev.wayleave.coordinator.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.leak.NoLeaks;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DoorTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration NEVER = Duration.ofMinutes(10);

  @Test
  void drippingHeadsAreClosedAtTheDeadlineAndOthersAreServedMeanwhile() throws Exception {
    List<Socket> dripping = new ArrayList<>();
    try (GuardedServer server = new GuardedServer(limits(100, 100, SOON), "");
        Socket healthy = server.connect()) {
      for (int i = 0; i < 30; i++) {
        dripping.add(server.connect());
      }
      Thread drip = Thread.startVirtualThread(() -> dripUntilAllAreClosed(dripping));
      while (drip.isAlive()) {
        assertThat(GuardedServer.ask(healthy, "/health")).isEqualTo("200 well");
        drip.join(Duration.ofMillis(20));
      }
      for (Socket socket : dripping) {
        GuardedServer.awaitClosed(socket);
      }
      assertThat(server.refused("head-deadline")).isEqualTo(30);
      Await.until("their places are free", () -> server.door.inside() == 1);
    } finally {
      for (Socket socket : dripping) {
        socket.close();
      }
    }
  }

  /// A byte to each in turn, so that none is ever idle for long.
  private static void dripUntilAllAreClosed(List<Socket> sockets) {
    List<Socket> open = new ArrayList<>(sockets);
    String head = "GET /health HTTP/1.1\r\nX-Slow: " + "a".repeat(100_000);
    for (int i = 0; !open.isEmpty(); i++) {
      String next = head.substring(i, i + 1);
      open.removeIf(socket -> {
        try {
          GuardedServer.send(socket, next);
          return false;
        } catch (IOException closed) {
          return true;
        }
      });
    }
  }

  @Test
  void whoSaysNothingIsClosedAtTheDeadline() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(100, 100, SOON), "")) {
      server.awaitDeadline();
      assertThat(server.refused("head-deadline")).isEqualTo(1);
    }
  }

  @Test
  void aConnectionMayRestBetweenRequestsButNotDripTheNext() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(100, 100, SOON), "");
        Socket kept = server.connect()) {
      assertThat(GuardedServer.ask(kept, "/health")).isEqualTo("200 well");
      server.awaitDeadline();
      assertThat(GuardedServer.ask(kept, "/health")).isEqualTo("200 well");
      GuardedServer.send(kept, "GET /hea");
      GuardedServer.awaitClosed(kept);
    }
  }

  @Test
  void anAnswerMayTakeLongerThanTheHeadOfItsRequest() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(100, 100, SOON), "");
        Socket patient = server.connect()) {
      GuardedServer.send(patient, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      server.awaitDeadline();
      server.slow.complete(null);
      assertThat(GuardedServer.answer(patient)).isEqualTo("200 at last");
    }
  }

  @Test
  void beyondTheLimitOfAllConnectionsTheNextIsClosedUntilOneEnds() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(2, 100, NEVER), "");
        Socket first = server.connect();
        Socket second = server.connect()) {
      assertThat(GuardedServer.ask(first, "/health")).isEqualTo("200 well");
      assertThat(GuardedServer.ask(second, "/health")).isEqualTo("200 well");
      try (Socket third = server.connect()) {
        GuardedServer.awaitClosed(third);
      }
      assertThat(server.refused("connections")).isEqualTo(1);
      first.shutdownOutput();
      Await.until("a place is free", () -> server.door.inside() == 1);
      try (Socket fourth = server.connect()) {
        assertThat(GuardedServer.ask(fourth, "/health")).isEqualTo("200 well");
      }
    }
  }

  @Test
  void oneAddressCannotTakeAllPlacesUnlessItIsAProxy() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(100, 1, NEVER), "");
        Socket first = server.connect();
        Socket second = server.connect()) {
      assertThat(GuardedServer.ask(first, "/health")).isEqualTo("200 well");
      GuardedServer.awaitClosed(second);
      assertThat(server.refused("connections-per-address")).isEqualTo(1);
    }
    try (GuardedServer server = new GuardedServer(limits(100, 1, NEVER), "127.0.0.0/8");
        Socket first = server.connect();
        Socket second = server.connect()) {
      assertThat(GuardedServer.ask(first, "/health")).isEqualTo("200 well");
      assertThat(GuardedServer.ask(second, "/health")).isEqualTo("200 well");
    }
  }

  @Test
  void whoHasLeftHttpTakesNoPlaceAndHasNoDeadlineHere() throws Exception {
    try (GuardedServer server = new GuardedServer(limits(1, 1, SOON), "");
        FakeClient member = server.member()) {
      assertThat(member.get("/machine/nothing").status()).isEqualTo(404);
      assertThat(server.door.inside()).isZero();
      server.awaitDeadline();
      assertThat(member.get("/machine/nothing").status()).isEqualTo(404);
    }
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneSource() throws Exception {
    SourceNetwork one = SourceNetwork.of(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(SourceNetwork.of(InetAddress.ofLiteral("2001:db8::ffff:1"))).isEqualTo(one);
    assertThat(SourceNetwork.of(InetAddress.ofLiteral("2001:db8:0:1::1"))).isNotEqualTo(one);
    assertThat(SourceNetwork.of(InetAddress.ofLiteral("192.0.2.1")))
        .isNotEqualTo(SourceNetwork.of(InetAddress.ofLiteral("192.0.2.2")));
  }

  private static DoorLimits limits(int connections, int perAddress, Duration deadline) {
    return new DoorLimits(connections, perAddress, deadline);
  }
}
