package dev.wayleave.protocol.derp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.FuzzSeed;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever arrives, the decoder gives a frame, waits, or fails in its own way.
class FrameFuzzTest {
  private static final int ROUNDS = 50_000;
  private static final NodeKey KEY = NodeKey.ofHex("0f".repeat(32));

  private static final FrameDecoder<Frame.FromClient> OF_CLIENT =
      FrameDecoder.ofClient(FrameLimits.DEFAULT);
  private static final FrameDecoder<Frame.FromServer> OF_SERVER =
      FrameDecoder.ofServer(FrameLimits.DEFAULT);

  @Test
  void survivesRandomAndDamagedBytes() throws Exception {
    RandomGenerator random = FuzzSeed.printedFor("FrameFuzzTest");
    List<Frame> frames = frames();
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Frame frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes =
          random.nextInt(4) == 0
              ? FuzzSeed.bytes(random, 64)
              : FuzzSeed.damaged(FrameEncoder.encode(frame), random);
      for (FrameDecoder<?> decoder : List.of(OF_CLIENT, OF_SERVER)) {
        try {
          accepted += decodeAll(decoder, bytes);
        } catch (DerpException expected) {
          assertThat(expected.reason()).isNotNull();
          refused++;
        }
      }
    }
    // Both ways are really walked.
    assertThat(accepted).isGreaterThan(ROUNDS / 100);
    assertThat(refused).isGreaterThan(ROUNDS / 100);
  }

  @Test
  void neverAsksForMoreThanTheLongestFrame() throws Exception {
    RandomGenerator random = FuzzSeed.printedFor("FrameFuzzTest");
    byte[] bytes = new byte[OF_CLIENT.maxFrameBytes()];
    for (int round = 0; round < 2_000; round++) {
      bytes[0] = (byte) random.nextInt();
      ByteBuffer.wrap(bytes, 1, 4).putInt(random.nextInt() >>> random.nextInt(Integer.SIZE));
      Optional<Frame.FromClient> frame;
      try {
        frame = OF_CLIENT.next(ByteBuffer.wrap(bytes));
      } catch (DerpException expected) {
        continue;
      }
      assertThat(frame).isPresent();
    }
  }

  @Test
  void opensNoDamagedInfo() throws Exception {
    RandomGenerator random = FuzzSeed.printedFor("FrameFuzzTest");
    NodePrivateKey server = NodePrivateKey.parse("privkey:" + "11".repeat(32));
    for (int round = 0; round < 200; round++) {
      Payload box = Payload.copyOf(FuzzSeed.bytes(random, 200));
      byte[] key = new byte[32];
      random.nextBytes(key);
      try {
        InfoSeal.open(new Frame.ClientInfo(NodeKey.of(key), box), server);
        throw new AssertionError("a random box was opened");
      } catch (DerpException expected) {
        assertThat(expected.reason()).isEqualTo(DerpException.Reason.BOX_NOT_OPENED);
      }
    }
  }

  /// What is accepted is written back to bytes that mean the same.
  private static int decodeAll(FrameDecoder<?> decoder, byte[] bytes) throws DerpException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = 0;
    for (Optional<? extends Frame> next = decoder.next(in);
        next.isPresent();
        next = decoder.next(in)) {
      byte[] again = FrameEncoder.encode(next.get());
      assertThat(again.length).isLessThanOrEqualTo(decoder.maxFrameBytes());
      Optional<? extends Frame> reread = decoder.next(ByteBuffer.wrap(again));
      assertThat(reread.isPresent() && reread.get().equals(next.get())).isTrue();
      count++;
    }
    return count;
  }

  private static List<Frame> frames() throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 41641);
    Payload packet = Payload.copyOf(new byte[40]);
    return List.of(
        new Frame.ServerKey(KEY),
        new Frame.ClientInfo(KEY, Payload.copyOf(new byte[60])),
        new Frame.ServerInfo(Payload.copyOf(new byte[60])),
        new Frame.SendPacket(KEY, packet),
        new Frame.RecvPacket(KEY, packet),
        new Frame.ForwardPacket(KEY, KEY, packet),
        new Frame.NotePreferred(true),
        new Frame.PeerGone(KEY, PeerGoneReason.NOT_HERE),
        new Frame.PeerPresent(KEY, address, Set.of(PeerKind.PROBER)),
        new Frame.ClosePeer(KEY),
        new Frame.Ping(1),
        new Frame.Health("two connections with one key"),
        new Frame.Restarting(Duration.ofSeconds(1), Duration.ofSeconds(9)));
  }
}
