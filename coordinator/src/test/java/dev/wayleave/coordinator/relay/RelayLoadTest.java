package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.relay.RelayLimits.Rate;
import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.derp.Payload;
import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.testkit.wait.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What the relay does with clients that take too much, give too little, or are many.
class RelayLoadTest {
  private static final int BIG = FrameLimits.MAX_PACKET_BYTES;

  /// Usual limits in which some differ: those of time and rate, which tests cannot wait for.
  private record Some(
      Duration login, Duration write, Duration keepAlive, long perSecond, Rate connects) {
    static final Some USUAL =
        new Some(
            RelayLimits.DEFAULT.loginTime(),
            RelayLimits.DEFAULT.writeTime(),
            RelayLimits.DEFAULT.keepAlive(),
            RelayLimits.DEFAULT.bytesPerSecond(),
            new Rate(100_000, 100_000));

    RelayLimits limits(int connections, int logins) {
      RelayLimits usual = RelayLimits.DEFAULT;
      return new RelayLimits(
          connections,
          logins,
          usual.connectionsOfKey(),
          login,
          write,
          keepAlive,
          usual.queuePackets(),
          usual.queueBytes(),
          perSecond,
          RelayLimits.LEAST_BURST,
          connects,
          usual.questions(),
          usual.stun());
    }
  }

  private static RelayServer server(UnaryOperator<Some> change) throws Exception {
    return new RelayServer(change.apply(Some.USUAL).limits(20_000, 1_000));
  }

  @Test
  void aClientThatReadsNothingLosesItsOwnPacketsAndIsCutOff() throws Exception {
    try (RelayServer server =
            server(usual ->
                new Some(
                    usual.login(),
                    Duration.ofSeconds(2),
                    usual.keepAlive(),
                    1L << 40,
                    usual.connects()));
        DerpClient sender = server.connect(server.newNode());
        DerpClient reader = server.connect(server.newNode())) {
      NodePrivateKey stuckKey = server.newNode();
      DerpClient stuck = DerpClient.knock(server.port(), stuckKey, 4096);
      stuck.logIn(ClientDetails.regular());
      byte[] packet = new byte[BIG];
      int sent = 0;
      while (server.drops(Drop.QUEUE_FULL) == 0) {
        sender.send(stuckKey.publicKey(), packet);
        sent++;
        assertThat(sent).isLessThan(2_000);
      }
      sender.send(reader.publicKey(), new byte[] {1});
      reader.next(Frame.RecvPacket.class);
      Await.until("the stuck client is cut off", () -> server.partings(Parting.SLOW) == 1);
      // What the queue held is gone with it: as many as it has room for, by count or bytes.
      assertThat(server.drops(Drop.GONE))
          .isBetween(1.0, (double) RelayLimits.DEFAULT.queueBytes() / BIG);
      assertThat(server.relay().connections()).isEqualTo(2);
      stuck.close();
    }
  }

  @Test
  void theQueueOfAClientIsBoundedAndKeepsTheNewest() {
    Outbox outbox = new Outbox(32, 1 << 20);
    NodePrivateKey key = RelayServer.newKey();
    int forgotten = 0;
    for (int i = 0; i < 100; i++) {
      forgotten += outbox.put(packet(key, BIG));
    }
    assertThat(outbox.waitingBytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(forgotten).isEqualTo(100 - 16);
    for (int i = 0; i < 100; i++) {
      outbox.put(packet(key, 1));
    }
    assertThat(outbox.waitingBytes()).isEqualTo(32);
    assertThat(outbox.close()).isEqualTo(32);
    assertThat(outbox.put(packet(key, 1))).isEqualTo(1);
    assertThat(outbox.take(1 << 20)).isEmpty();
  }

  private static Frame.RecvPacket packet(NodePrivateKey from, int size) {
    return new Frame.RecvPacket(from.publicKey(), Payload.copyOf(new byte[size]));
  }

  @Test
  void whoSendsTooFastIsHeldBackAndLosesNothing() throws Exception {
    int perSecond = 4 * BIG;
    try (RelayServer server =
            server(usual ->
                new Some(
                    usual.login(), usual.write(), usual.keepAlive(), perSecond, usual.connects()));
        DerpClient sender = server.connect(server.newNode());
        DerpClient reader = server.connect(server.newNode())) {
      int packets = 8;
      long began = System.nanoTime();
      Thread sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < packets; i++) {
                    sender.send(reader.publicKey(), new byte[BIG]);
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      for (int i = 0; i < packets; i++) {
        assertThat(reader.next(Frame.RecvPacket.class).packet().size()).isEqualTo(BIG);
      }
      sending.join();
      // All but the burst and what is read at once had to wait for their time.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }
  }

  @Test
  void whoDoesNotLogInInTimeIsClosed() throws Exception {
    try (RelayServer server =
            server(usual ->
                new Some(
                    Duration.ofMillis(200),
                    usual.write(),
                    usual.keepAlive(),
                    usual.perSecond(),
                    usual.connects()));
        DerpClient idle = DerpClient.knock(server.port(), server.newNode(), 0)) {
      assertThat(idle.next()).isInstanceOf(Frame.ServerKey.class);
      assertThat(idle.isClosed()).isTrue();
      assertThat(server.partings(Parting.LOGIN_TIME)).isEqualTo(1);
      assertThat(server.relay().connections()).isZero();
    }
  }

  @Test
  void aConnectionIsKeptAliveAndOneThatAnswersNothingIsClosed() throws Exception {
    try (RelayServer server =
            server(usual ->
                new Some(
                    usual.login(),
                    usual.write(),
                    Duration.ofMillis(100),
                    usual.perSecond(),
                    usual.connects()));
        DerpClient client = server.connect(server.newNode())) {
      client.next(Frame.KeepAlive.class);
      Frame.Ping ping = client.next(Frame.Ping.class);
      client.send(new Frame.Pong(ping.data()));
      client.next(Frame.KeepAlive.class);
      Await.until("the silent client is closed", () -> server.partings(Parting.SILENT) == 1);
    }
  }

  @Test
  void connectionsBeyondTheLimitsAreTurnedAway() throws Exception {
    try (RelayServer server = new RelayServer(Some.USUAL.limits(3, 2));
        DerpClient first = DerpClient.knock(server.port(), server.newNode(), 0);
        DerpClient second = server.connect(server.newNode());
        DerpClient third = DerpClient.knock(server.port(), server.newNode(), 0)) {
      assertThat(first.answer()).contains(" 101 ");
      assertThat(third.answer()).contains(" 101 ");
      second.settle();
      try (DerpClient fourth = DerpClient.knock(server.port(), server.newNode(), 0)) {
        assertThat(fourth.answer()).contains(" 503 ");
      }
      first.leave();
      Await.until("there is room again", () -> server.relay().connections() == 2);
      server.connect(server.newNode()).close();
    }
  }

  @Test
  void anAddressBeginsOnlySoManyConnections() throws Exception {
    try (RelayServer server =
        server(usual ->
            new Some(
                usual.login(),
                usual.write(),
                usual.keepAlive(),
                usual.perSecond(),
                new Rate(1, 2)))) {
      server.connect(server.newNode()).close();
      server.connect(server.newNode()).close();
      try (DerpClient third = DerpClient.knock(server.port(), server.newNode(), 0)) {
        assertThat(third.answer()).contains(" 503 ");
      }
    }
  }

  @Test
  void aThousandIdleConnectionsAreHeldBesideTraffic() throws Exception {
    int count = 1_000;
    try (RelayServer server = server(usual -> usual)) {
      List<DerpClient> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        clients.add(server.connect(server.newNode()));
      }
      assertThat(server.relay().connections()).isEqualTo(count);
      DerpClient last = clients.getLast();
      for (DerpClient client : clients.subList(0, count - 1)) {
        client.send(last.publicKey(), new byte[] {1});
        last.next(Frame.RecvPacket.class);
      }
      for (DerpClient client : clients) {
        client.close();
      }
      Await.until("all places are given back", () -> server.relay().connections() == 0);
    }
  }

  @Test
  void aWebSocketCarriesTheSame() throws Exception {
    try (RelayServer server = server(usual -> usual);
        DerpClient plain = server.connect(server.newNode());
        WebSocketDerpClient browser =
            WebSocketDerpClient.connect(server.url("/derp"), server.newNode())) {
      plain.send(browser.publicKey(), new byte[BIG]);
      assertThat(browser.next(Frame.RecvPacket.class).packet().size()).isEqualTo(BIG);
      browser.sendInParts(new Frame.SendPacket(plain.publicKey(), packetOf(BIG)));
      assertThat(plain.next(Frame.RecvPacket.class).source()).isEqualTo(browser.publicKey());
      browser.leave();
      plain.next(Frame.PeerGone.class);
    }
  }

  private static Payload packetOf(int size) {
    return Payload.copyOf(new byte[size]);
  }
}
