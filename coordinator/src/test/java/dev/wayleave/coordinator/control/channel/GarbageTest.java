package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.Session;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.leak.NoLeaks;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.wait.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Bytes that no client sends; after each test the server serves as before and holds nothing.
@ExtendWith(NoLeaks.class)
class GarbageTest {
  private static final Duration USUALLY = Duration.ofSeconds(5);
  private static final Duration EXHAUSTIVELY = Duration.ofMinutes(2);
  private static final int LARGEST = 6000;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;

  private final RunningChannel running =
      new RunningChannel(
          // All come from one address, and in two minutes more than one may.
          Limits.of("handshake-deadline", "PT2S", "handshakes-per-address", "10000000"),
          Endpoints.echo());

  @AfterEach
  void theServerServesAsBeforeAndHoldsNothing() throws Exception {
    try (running) {
      try (FakeClient client = running.connect()) {
        assertThat(client.request("POST", "/echo", new byte[] {1}).body()).containsExactly(1);
      }
      Await.until("all connections are forgotten", () -> running.channel.connections() == 0);
      Await.until(
          "every body is let go",
          () -> running.channel.bodyBytesLeft() == ChannelLimits.DEFAULT.bodyBytesTotal());
    }
  }

  @Test
  void whatIsNoRecordEndsTheConnection() throws Exception {
    for (byte[] garbage :
        new byte[][] {{1, 2, 3}, {4, 0, 15}, {4, 16, 0}, record(new byte[16]), {4, 0, 16, 1}}) {
      try (RawConnection raw = new RawConnection(running);
          Session _ = raw.handshake(running)) {
        raw.send(garbage);
        raw.awaitClosed();
      }
    }
  }

  private static byte[] record(byte[] content) {
    return ByteBuffer.allocate(3 + content.length)
        .put((byte) 4)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  @Test
  void bytesRightBehindTheUpgradeAreTakenForRecords() throws Exception {
    try (RawConnection raw = new RawConnection(running)) {
      raw.send(join(upgrade(), new byte[5000]));
      raw.awaitClosed();
    }
  }

  @Test
  void aSecondUpgradeRightBehindTheFirstEndsTheConnection() throws Exception {
    try (RawConnection raw = new RawConnection(running)) {
      raw.send(join(upgrade(), upgrade()));
      raw.awaitClosed();
    }
  }

  private byte[] upgrade() throws Exception {
    var handshake =
        new Initiator(
                RunningChannel.newKey(), running.key(), RunningChannel.VERSION, new SecureRandom())
            .begin();
    try (handshake) {
      return RawConnection.request(HandshakeText.of(handshake.initiation()));
    }
  }

  @Test
  void aReplayedUpgradeGetsNoFurtherThanItsDeadline() throws Exception {
    byte[] recorded = upgrade();
    for (int i = 0; i < 2; i++) {
      try (RawConnection raw = new RawConnection(running)) {
        raw.send(recorded);
        assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
        raw.awaitClosed();
      }
    }
  }

  @Test
  void badUpgradesAreRefusedWithOneSentence() throws Exception {
    String good = new String(upgrade(), StandardCharsets.US_ASCII);
    for (String bad :
        new String[] {
          good.replace("POST", "GET"),
          good.replace("POST", "PUT"),
          good.replace("Content-Length: 0", "Content-Length: 1") + "x",
          good.replace("Content-Length: 0", "Transfer-Encoding: chunked") + "0\r\n\r\n",
          good.replace("X-Tailscale-Handshake: ", "X-Tailscale-Handshake: AAAA"),
          good.replace("X-Tailscale-Handshake: ", "X-Other: "),
          good.replace("tailscale-control-protocol", "smtp"),
        }) {
      try (RawConnection raw = new RawConnection(running)) {
        raw.send(bad.getBytes(StandardCharsets.US_ASCII));
        assertThat(raw.readHead()).startsWith("HTTP/1.1 400 ").contains("text/plain");
        raw.awaitClosed();
      }
    }
  }

  @Test
  void headersWithoutEndDoNotGrow() throws Exception {
    try (RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running)) {
      raw.send(RawConnection.sealed(session, RawConnection.PREFACE));
      byte[] literal = new byte[16_000];
      raw.send(RawConnection.sealed(session, frame(HEADERS, 0, 1, literal)));
      assertThat(sendUntilClosed(raw, session, frame(CONTINUATION, 0, 1, literal), 100))
          .isLessThan(100);
    }
  }

  /// Sends a frame again and again; answers how often before the connection was closed.
  private static int sendUntilClosed(RawConnection raw, Session session, byte[] frame, int most)
      throws Exception {
    for (int i = 0; i < most; i++) {
      try {
        raw.send(RawConnection.sealed(session, frame));
      } catch (IOException closed) {
        return i;
      }
    }
    raw.awaitClosed();
    return most - 1;
  }

  @Test
  void randomBytesAndFramesAreSurvived() throws Exception {
    Seed seed = Seed.printedFor("GarbageTest");
    RandomGenerator random = seed.generator();
    long end = System.nanoTime() + Breadth.of(USUALLY, EXHAUSTIVELY).toNanos();
    int rounds = 0;
    while (System.nanoTime() < end) {
      round(random);
      rounds++;
    }
    System.out.printf("GarbageTest made %d connections%n", rounds);
    assertThat(rounds).isGreaterThan(20);
  }

  private void round(RandomGenerator random) throws Exception {
    try (RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running)) {
      try {
        switch (random.nextInt(3)) {
          case 0 -> raw.send(bytes(random, LARGEST));
          case 1 -> raw.send(RawConnection.sealed(session, bytes(random, LARGEST)));
          default -> sendFrames(raw, session, random);
        }
      } catch (IOException closed) {
        // Closed while garbage was still being sent, which is what is hoped for.
      }
    }
  }

  private static void sendFrames(RawConnection raw, Session session, RandomGenerator random)
      throws Exception {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(RawConnection.PREFACE);
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      frames.writeBytes(randomFrame(random));
    }
    byte[] plain = frames.toByteArray();
    byte[] sealed = RawConnection.sealed(session, plain);
    if (random.nextInt(4) == 0) {
      sealed[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    raw.send(sealed);
  }

  private static byte[] randomFrame(RandomGenerator random) {
    int stream = random.nextInt(8);
    byte[] goodHeaders = {(byte) 0x83, (byte) 0x87, 4, 5, '/', 'e', 'c', 'h', 'o', 0x41, 1, 'x'};
    return switch (random.nextInt(6)) {
      case 0 -> frame(HEADERS, 4 | random.nextInt(2), stream | 1, goodHeaders);
      case 1 -> frame(0, random.nextInt(2), stream | 1, bytes(random, 200));
      case 2 -> frame(SETTINGS, 0, 0, new byte[6 * random.nextInt(3)]);
      case 3 -> frame(WINDOW_UPDATE, 0, stream, new byte[] {0, 0, 1, 0});
      case 4 -> frame(random.nextInt(GO_AWAY), random.nextInt(256), stream, bytes(random, 100));
      default -> frame(random.nextInt(256), random.nextInt(256), stream, bytes(random, 20));
    };
  }

  private static byte[] frame(int type, int flags, int stream, byte[] content) {
    return ByteBuffer.allocate(9 + content.length)
        .put((byte) (content.length >> 16))
        .putShort((short) content.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(content)
        .array();
  }

  private static byte[] bytes(RandomGenerator random, int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[] one, byte[] two) {
    return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
  }
}
