package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.Session;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeStream;
import dev.wayleave.testkit.leak.NoLeaks;
import dev.wayleave.testkit.wait.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Connections that the server ends, and those that it must not.
@ExtendWith(NoLeaks.class)
class EndsTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @Test
  void aHandshakeThatNobodyGoesOnWithIsCutAtItsDeadline() throws Exception {
    try (RunningChannel running = new RunningChannel(Limits.of("handshake-deadline", "PT0.3S"));
        RawConnection raw = new RawConnection(running)) {
      try (Session _ = raw.handshake(running)) {
        assertThat(running.channel.connections()).isEqualTo(1);
        raw.awaitClosed();
      }
      Await.until("the connection is forgotten", () -> running.channel.connections() == 0);
    }
  }

  @Test
  void aPrefaceThatDripsIsCutAtTheSameDeadline() throws Exception {
    try (RunningChannel running = new RunningChannel(Limits.of("handshake-deadline", "PT0.3S"));
        RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running)) {
      raw.send(RawConnection.sealed(session, new byte[] {'P', 'R', 'I'}));
      raw.awaitClosed();
    }
  }

  @Test
  void idleConnectionsEndAndThoseWithAnOpenStreamStay() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RunningChannel running =
            new RunningChannel(Limits.of("idle", "PT0.4S"), Endpoints.poll(release));
        FakeClient polling = running.connect();
        FakeStream stream = polling.open("POST", "/poll", new byte[] {0})) {
      assertThat(stream.nextBytes()).containsExactly(1);
      try (FakeClient idle = running.connect()) {
        idle.awaitClosed(SOON);
      }
      assertThat(polling.isOpen()).isTrue();
      release.countDown();
      assertThat(stream.nextBytes()).containsExactly(2);
      polling.awaitClosed(SOON);
    }
  }

  @Test
  void aClientThatDoesNotAnswerPingsIsGone() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    var poll = Endpoints.poll(gone::countDown);
    try (RunningChannel running =
            new RunningChannel(Limits.of("ping", "PT0.3S", "ping-deadline", "PT0.3S"), poll);
        FakeClient client = running.connect();
        FakeStream stream = client.open("POST", "/poll", new byte[] {0})) {
      assertThat(stream.nextBytes()).containsExactly(1);
      // It reads no more, as a machine that was unplugged.
      client.channel().config().setAutoRead(false);
      gone.await();
    }
  }

  @Test
  void aClientThatAnswersPingsStays() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RunningChannel running =
            new RunningChannel(
                Limits.of("ping", "PT0.1S", "ping-deadline", "PT0.3S"), Endpoints.poll(release));
        FakeClient client = running.connect();
        FakeStream stream = client.open("POST", "/poll", new byte[] {0})) {
      assertThat(stream.nextBytes()).containsExactly(1);
      assertThat(stream.poll(Duration.ofSeconds(1))).isEmpty();
      assertThat(client.isOpen()).isTrue();
      release.countDown();
      assertThat(stream.nextBytes()).containsExactly(2);
    }
  }

  @Test
  void aMachineKeepsItsNewestConnections() throws Exception {
    MachinePrivateKey machine = RunningChannel.newKey();
    try (RunningChannel running =
            new RunningChannel(Limits.of("connections-per-machine", "2"), Endpoints.echo());
        FakeClient first = running.connect(machine);
        FakeClient second = running.connect(machine)) {
      assertThat(first.get("/echo").status()).isEqualTo(200);
      assertThat(second.get("/echo").status()).isEqualTo(200);
      try (FakeClient third = running.connect(machine)) {
        assertThat(third.get("/echo").status()).isEqualTo(200);
        first.awaitClosed(SOON);
        assertThat(second.get("/echo").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void connectionsBeyondTheLimitAreRefusedBeforeTheUpgrade() throws Exception {
    try (RunningChannel running = new RunningChannel(Limits.of("connections", "1"));
        FakeClient first = running.connect()) {
      assertThatThrownBy(running::connect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP/1.1 503")
          .hasMessageContaining("as many connections as it takes");
      first.channel().close().syncUninterruptibly();
      Await.until("the place is free", () -> running.channel.connections() == 0);
      running.connect().close();
    }
  }

  @Test
  void anAddressThatHandshakesTooOftenIsRefusedBeforeTheUpgrade() throws Exception {
    try (RunningChannel running =
        new RunningChannel(
            Limits.of("handshakes-per-address", "2", "handshakes-per-address-second", "1"))) {
      running.connect().close();
      running.connect().close();
      assertThatThrownBy(
              () -> {
                running.connect().close();
                running.connect().close();
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP/1.1 429")
          .hasMessageContaining("Retry-After: 5");
    }
  }

  @Test
  void aFloodOfPingsEndsTheConnection() throws Exception {
    try (RunningChannel running = new RunningChannel(Limits.of("control-frames", "100"));
        RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running)) {
      ByteArrayOutputStream flood = new ByteArrayOutputStream();
      flood.writeBytes(RawConnection.PREFACE);
      for (int i = 0; i < 200; i++) {
        flood.writeBytes(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
      }
      raw.send(RawConnection.sealed(session, flood.toByteArray()));
      raw.awaitClosed();
    }
  }

  @Test
  void aRapidResetEndsTheConnection() throws Exception {
    var hold = Endpoints.at("/hold", _ -> {});
    try (RunningChannel running = new RunningChannel(Limits.of("resets", "20"), hold);
        FakeClient client = running.connect()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  client.open("GET", "/hold", new byte[0]).close();
                }
              })
          .isInstanceOf(IOException.class);
      client.awaitClosed(SOON);
    }
  }

  @Test
  void shutdownTellsClientsToGoAndClosesWithinItsTime() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    var poll = Endpoints.poll(gone::countDown);
    try (RunningChannel running = new RunningChannel(Limits.of("shutdown", "PT0.2S"), poll);
        FakeClient client = running.connect();
        FakeStream stream = client.open("POST", "/poll", new byte[] {0})) {
      assertThat(stream.nextBytes()).containsExactly(1);
      running.channel.close();
      gone.await();
      client.awaitClosed(SOON);
      assertThat(running.channel.connections()).isZero();
    }
  }
}
