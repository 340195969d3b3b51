package dev.wayleave.protocol.derp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.derp.DerpException.Reason;
import dev.wayleave.protocol.key.NodeKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final FrameDecoder<Frame.FromClient> OF_CLIENT =
      FrameDecoder.ofClient(FrameLimits.DEFAULT);
  private static final FrameDecoder<Frame.FromServer> OF_SERVER =
      FrameDecoder.ofServer(FrameLimits.DEFAULT);
  private static final NodeKey KEY = NodeKey.ofHex("cd".repeat(32));

  @Test
  void waitsForEachByteOfAFrame() throws Exception {
    byte[] bytes =
        FrameEncoder.encode(new Frame.SendPacket(KEY, Payload.copyOf(new byte[] {1, 2, 3})));
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
      assertThat(OF_CLIENT.next(in)).isEmpty();
      assertThat(in.position()).isZero();
    }
    assertThat(OF_CLIENT.next(ByteBuffer.wrap(bytes))).isPresent();
  }

  @Test
  void takesOneFrameAfterTheOther() throws Exception {
    ByteBuffer in = ByteBuffer.allocate(100);
    List<Frame.FromClient> sent =
        List.of(new Frame.NotePreferred(true), new Frame.Ping(9), new Frame.WatchConns());
    sent.forEach(frame -> FrameEncoder.write(frame, in));
    in.flip();
    List<Frame.FromClient> received = new ArrayList<>();
    for (var next = OF_CLIENT.next(in); next.isPresent(); next = OF_CLIENT.next(in)) {
      received.add(next.get());
    }
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void carriesThePacketsThatTheProtocolAllowsAndNoLongerOnes() throws Exception {
    Payload longest = Payload.copyOf(new byte[FrameLimits.MAX_PACKET_BYTES]);
    byte[] bytes = FrameEncoder.encode(new Frame.ForwardPacket(KEY, KEY, longest));
    assertThat(bytes).hasSize(OF_CLIENT.maxFrameBytes());
    assertThat(OF_CLIENT.next(ByteBuffer.wrap(bytes)))
        .contains(new Frame.ForwardPacket(KEY, KEY, longest));
    assertRefused(Reason.FRAME_TOO_LONG, "04 00010021");
  }

  @Test
  void refusesFramesByTheirHeaderAlone() {
    assertRefused(Reason.FRAME_TOO_LONG, "04 ffffffff");
    assertRefused(Reason.FRAME_TOO_LONG, "04 7fffffff");
    assertRefused(Reason.FRAME_TOO_LONG, "02 00010000");
    assertRefused(Reason.FRAME_TOO_LONG, "12 000003f1");
    assertRefused(Reason.FRAME_TOO_LONG, "07 00000002");
    assertRefused(Reason.FRAME_TOO_LONG, "10 00000001");
    assertRefused(Reason.FRAME_TOO_LONG, "11 00000021");
    assertRefused(Reason.FRAME_TOO_LONG, "fe 00100000");
    assertRefused(Reason.FRAME_TOO_SHORT, "02 00000047");
    assertRefused(Reason.FRAME_TOO_SHORT, "04 0000001f");
    assertRefused(Reason.FRAME_TOO_SHORT, "0a 0000003f");
    assertRefused(Reason.FRAME_TOO_SHORT, "07 00000000");
    assertRefused(Reason.FRAME_TOO_SHORT, "12 00000007");
  }

  @Test
  void namesTypeLengthAndBound() {
    assertThatThrownBy(() -> OF_CLIENT.next(bytes("04 80000000")))
        .hasMessage("a frame of type 0x04 announces 2147483648 bytes, at most 65568 are accepted");
  }

  @Test
  void refusesValuesWithoutAMeaning() {
    assertRefused(Reason.MEANINGLESS_VALUE, "07 00000001 02");
    assertThatThrownBy(() -> OF_SERVER.next(bytes("14 00000001 ff")))
        .asInstanceOf(InstanceOfAssertFactories.type(DerpException.class))
        .extracting(DerpException::reason)
        .isEqualTo(Reason.MEANINGLESS_VALUE);
    assertThatThrownBy(() -> OF_SERVER.next(bytes("01 00000028" + "00".repeat(40))))
        .asInstanceOf(InstanceOfAssertFactories.type(DerpException.class))
        .extracting(DerpException::reason)
        .isEqualTo(Reason.NOT_DERP);
  }

  @Test
  void keepsToNarrowerLimits() {
    FrameDecoder<Frame.FromClient> narrow = FrameDecoder.ofClient(new FrameLimits(10, 10, 10));
    assertThat(narrow.maxFrameBytes()).isEqualTo(5 + 32 + 24 + 16 + 10);
    assertThatThrownBy(() -> narrow.next(bytes("04 0000002b"))).isInstanceOf(DerpException.class);
    assertThatThrownBy(() -> new FrameLimits(FrameLimits.MAX_PACKET_BYTES + 1, 0, 0))
        .hasMessageContaining("65537")
        .hasMessageContaining("0..65536");
  }

  private static void assertRefused(Reason reason, String hex) {
    assertThatThrownBy(() -> OF_CLIENT.next(bytes(hex)))
        .asInstanceOf(InstanceOfAssertFactories.type(DerpException.class))
        .extracting(DerpException::reason)
        .isEqualTo(reason);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
