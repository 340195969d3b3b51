package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameEncoder;
import dev.wayleave.protocol.derp.Payload;
import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.wait.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Clients that send anything at all, before their login and after it.
class RelayFuzzTest {
  private static final Duration TIME = Breadth.of(Duration.ofSeconds(4), Duration.ofMinutes(2));

  private final RandomGenerator random = Seed.printedFor("RelayFuzzTest").generator();

  @Test
  void whateverIsSentNothingIsLeftBehindAndOthersAreServed() throws Exception {
    RelayLimits usual = RelayLimits.DEFAULT;
    RelayLimits limits =
        new RelayLimits(
            usual.connections(),
            usual.logins(),
            usual.connectionsOfKey(),
            usual.loginTime(),
            usual.writeTime(),
            usual.keepAlive(),
            usual.queuePackets(),
            usual.queueBytes(),
            usual.bytesPerSecond(),
            usual.burstBytes(),
            new RelayLimits.Rate(100_000, 100_000),
            usual.questions(),
            usual.stun());
    try (RelayServer server = new RelayServer(limits);
        BufferLeaks leaks = BufferLeaks.watch()) {
      NodePrivateKey victim = server.newNode();
      DerpClient bystander = server.connect(victim);
      DerpClient other = server.connect(server.newNode());
      long end = System.nanoTime() + TIME.toNanos();
      int rounds = 0;
      while (System.nanoTime() < end) {
        attack(server, victim);
        rounds++;
        other.send(victim.publicKey(), new byte[] {7});
        bystander.next(Frame.RecvPacket.class, got -> got.source().equals(other.publicKey()));
      }
      assertThat(rounds).isGreaterThan(10);
      Await.until("the attackers are gone", () -> server.relay().connections() == 2);
      bystander.close();
      other.close();
      Await.until("nobody is left", () -> server.relay().connections() == 0);
      leaks.assertNone();
    }
  }

  private void attack(RelayServer server, NodePrivateKey victim) throws Exception {
    boolean loggedIn = random.nextBoolean();
    NodePrivateKey key = server.newNode();
    try (DerpClient attacker =
        loggedIn ? server.connect(key) : DerpClient.knock(server.port(), key, 0)) {
      byte[] bytes = bytes(victim);
      int at = 0;
      while (at < bytes.length) {
        int part = Math.min(bytes.length - at, 1 + random.nextInt(9_000));
        attacker.sendRaw(ByteBuffer.allocate(part).put(bytes, at, part).array());
        at += part;
      }
    } catch (IOException closedByTheRelay) {
      // As it should where it sees what no client sends.
    }
  }

  /// Frames that are whole, and broken ones among them.
  private byte[] bytes(NodePrivateKey victim) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = random.nextInt(20); i >= 0; i--) {
      byte[] frame = FrameEncoder.encode(frame(victim));
      switch (random.nextInt(6)) {
        case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 + random.nextInt(255));
        case 1 -> random.nextBytes(frame);
        default -> {}
      }
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private Frame frame(NodePrivateKey victim) {
    byte[] body = new byte[random.nextInt(4) == 0 ? 1 << 16 : random.nextInt(200)];
    random.nextBytes(body);
    return switch (random.nextInt(9)) {
      case 0 -> new Frame.Ping(random.nextLong());
      case 1 -> new Frame.Pong(random.nextLong());
      case 2 -> new Frame.NotePreferred(random.nextBoolean());
      case 3 -> new Frame.Unknown(random.nextInt(256), Payload.copyOf(body));
      case 4 ->
          new Frame.ForwardPacket(victim.publicKey(), victim.publicKey(), Payload.copyOf(body));
      case 5 -> new Frame.WatchConns();
      case 6 -> new Frame.ClientInfo(victim.publicKey(), Payload.copyOf(new byte[60]));
      default -> new Frame.SendPacket(victim.publicKey(), Payload.copyOf(body));
    };
  }
}
