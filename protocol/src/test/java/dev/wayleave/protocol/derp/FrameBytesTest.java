package dev.wayleave.protocol.derp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.NodeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each frame as the bytes that the package's table says.
class FrameBytesTest {
  private static final String A = "aa".repeat(32);
  private static final String B = "bb".repeat(32);
  private static final NodeKey KEY_A = NodeKey.ofHex(A);
  private static final NodeKey KEY_B = NodeKey.ofHex(B);
  private static final Payload PACKET = Payload.copyOf(new byte[] {1, 2, 3});
  private static final Payload BOX = Payload.copyOf(new byte[24 + 16 + 2]);

  record Case(Frame frame, String hex) {}

  static List<Case> cases() throws Exception {
    InetSocketAddress v4 = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0x1234);
    InetSocketAddress v6 = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 0xffff);
    return List.of(
        new Case(new Frame.ServerKey(KEY_A), "01 00000028 44455250f09f9491" + A),
        new Case(new Frame.ClientInfo(KEY_A, BOX), "02 0000004a" + A + "00".repeat(42)),
        new Case(new Frame.ServerInfo(BOX), "03 0000002a" + "00".repeat(42)),
        new Case(new Frame.SendPacket(KEY_A, PACKET), "04 00000023" + A + "010203"),
        new Case(new Frame.RecvPacket(KEY_A, PACKET), "05 00000023" + A + "010203"),
        new Case(new Frame.KeepAlive(), "06 00000000"),
        new Case(new Frame.NotePreferred(true), "07 00000001 01"),
        new Case(new Frame.NotePreferred(false), "07 00000001 00"),
        new Case(new Frame.PeerGone(KEY_A, PeerGoneReason.NOT_HERE), "08 00000021" + A + "01"),
        new Case(new Frame.PeerPresent(KEY_A, null, Set.of()), "09 00000020" + A),
        new Case(
            new Frame.PeerPresent(KEY_A, v4, Set.of(PeerKind.REGULAR, PeerKind.NOT_IDEAL)),
            "09 00000033" + A + "00000000000000000000ffffc0000201 1234 09"),
        new Case(
            new Frame.PeerPresent(KEY_A, v6, Set.of(PeerKind.MESH_PEER)),
            "09 00000033" + A + "20010db8000000000000000000000001 ffff 02"),
        new Case(new Frame.ForwardPacket(KEY_A, KEY_B, PACKET), "0a 00000043" + A + B + "010203"),
        new Case(new Frame.WatchConns(), "10 00000000"),
        new Case(new Frame.ClosePeer(KEY_A), "11 00000020" + A),
        new Case(new Frame.Ping(0x0102030405060708L), "12 00000008 0102030405060708"),
        new Case(new Frame.Pong(-1), "13 00000008 ffffffffffffffff"),
        new Case(new Frame.Health(""), "14 00000000"),
        new Case(new Frame.Health("zwei ü"), "14 00000007 7a77656920c3bc"),
        new Case(
            new Frame.Restarting(Duration.ofMillis(1), Duration.ofMillis(0xffff_fffeL)),
            "15 00000008 00000001 fffffffe"),
        new Case(new Frame.Unknown(0xfe, PACKET), "fe 00000003 010203"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesTheBytesOfTheTable(Case expected) {
    assertThat(FrameEncoder.encode(expected.frame)).isEqualTo(bytes(expected.hex));
    assertThat(FrameEncoder.size(expected.frame)).isEqualTo(bytes(expected.hex).length);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsTheBytesOfTheTable(Case expected) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(bytes(expected.hex));
    Optional<? extends Frame> read = decoderFor(expected.frame).next(in);
    assertThat((Object) read).isEqualTo(Optional.of(expected.frame));
    assertThat(in.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void skipsWhatTheOtherSideHasNoBusinessToSend(Case expected) throws Exception {
    Frame frame = expected.frame;
    byte[] bytes = bytes(expected.hex);
    if (!(frame instanceof Frame.FromClient)) {
      assertThat(FrameDecoder.ofClient(FrameLimits.DEFAULT).next(ByteBuffer.wrap(bytes)))
          .containsInstanceOf(Frame.Unknown.class);
    }
    if (!(frame instanceof Frame.FromServer)) {
      assertThat(FrameDecoder.ofServer(FrameLimits.DEFAULT).next(ByteBuffer.wrap(bytes)))
          .containsInstanceOf(Frame.Unknown.class);
    }
  }

  @Test
  void readsWhatOldServersLeaveOut() throws Exception {
    assertThat(fromServer("08 00000020" + A))
        .contains(new Frame.PeerGone(KEY_A, PeerGoneReason.DISCONNECTED));
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
    assertThat(fromServer("09 00000032" + A + "00000000000000000000ffffc0000201 0001"))
        .contains(new Frame.PeerPresent(KEY_A, address, Set.of()));
    // A rest too short for an address is none.
    assertThat(fromServer("09 00000022" + A + "0000"))
        .contains(new Frame.PeerPresent(KEY_A, null, Set.of()));
  }

  @Test
  void ignoresWhatLaterPeersAdd() throws Exception {
    assertThat(fromServer("01 0000002a 44455250f09f9491" + A + "0102"))
        .contains(new Frame.ServerKey(KEY_A));
    assertThat(fromServer("12 0000000a 0000000000000007 0102")).contains(new Frame.Ping(7));
    assertThat(fromServer("08 00000022" + A + "f0 01"))
        .contains(new Frame.PeerGone(KEY_A, new PeerGoneReason(0xf0)));
  }

  private static Optional<Frame.FromServer> fromServer(String hex) throws DerpException {
    return FrameDecoder.ofServer(FrameLimits.DEFAULT).next(ByteBuffer.wrap(bytes(hex)));
  }

  private static FrameDecoder<? extends Frame> decoderFor(Frame frame) {
    return frame instanceof Frame.FromClient
        ? FrameDecoder.ofClient(FrameLimits.DEFAULT)
        : FrameDecoder.ofServer(FrameLimits.DEFAULT);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
