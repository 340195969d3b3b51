package dev.wayleave.protocol.derp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.box.CryptoBox;
import dev.wayleave.protocol.derp.DerpException.Reason;
import dev.wayleave.protocol.key.DerpMeshKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class InfoSealTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final NodePrivateKey SERVER = key("11");
  private static final NodePrivateKey CLIENT = key("22");
  private static final String MESH_KEY = "0123456789abcdef".repeat(4);

  /// The frame with which Tailscale's DERP client (v1.101.0-pre, as a prober) answered the public
  /// half of [#SERVER]; its key was made for this.
  private static final String RECORDED =
      "02000000781ca4a7893e614d7ece6fa0b236d71941bab04b46b7318e4c317e51"
          + "1b2314b16f69a01df62b6b544aaea060d39e810366b9367fa49af1b0a0098e54"
          + "de4a8e07e6998b129f77dea53c0e29fc71f02bac3d031e27ea5e1b4e6ec952ee"
          + "062bbcdd7674b8a5f2a045332f78d6cc32e10b44bcab3ca80b09d5aa71";

  @Test
  void opensWhatTailscalesClientSealed() throws Exception {
    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(RECORDED));
    Frame.FromClient frame = FrameDecoder.ofClient(FrameLimits.DEFAULT).next(in).orElseThrow();
    assertThat(InfoSeal.open((Frame.ClientInfo) frame, SERVER))
        .isEqualTo(new ClientDetails(ClientDetails.VERSION, null, true, true, ""));
  }

  @Test
  void logsAClientInOverTheWire() throws Exception {
    FrameDecoder<Frame.FromClient> ofClient = FrameDecoder.ofClient(FrameLimits.DEFAULT);
    ClientDetails said = new ClientDetails(2, DerpMeshKey.parse(MESH_KEY), true, true, "derper");
    byte[] bytes = FrameEncoder.encode(InfoSeal.seal(said, CLIENT, SERVER.publicKey(), RANDOM));
    Frame.ClientInfo info = (Frame.ClientInfo) ofClient.next(ByteBuffer.wrap(bytes)).orElseThrow();
    assertThat(info.client()).isEqualTo(CLIENT.publicKey());
    assertThat(InfoSeal.open(info, SERVER)).isEqualTo(said);

    ServerDetails answered = new ServerDetails(2, 1_000_000, 5_000_000_000L);
    Frame.ServerInfo answer = InfoSeal.seal(answered, SERVER, info.client(), RANDOM);
    assertThat(InfoSeal.open(answer, CLIENT, SERVER.publicKey())).isEqualTo(answered);
  }

  @Test
  void writesWhatTailscaleWrites() throws Exception {
    assertThat(text(InfoSeal.seal(ClientDetails.regular(), CLIENT, SERVER.publicKey(), RANDOM)))
        .isEqualTo("{\"version\":2,\"CanAckPings\":true}");
    ClientDetails mesh = new ClientDetails(2, DerpMeshKey.parse(MESH_KEY), false, true, "x");
    assertThat(text(InfoSeal.seal(mesh, CLIENT, SERVER.publicKey(), RANDOM)))
        .isEqualTo(
            "{\"meshKey\":\"%s\",\"version\":2,\"CanAckPings\":false,\"IsProber\":true,\"AppName\":\"x\"}"
                .formatted(MESH_KEY));
    Frame.ServerInfo info =
        InfoSeal.seal(ServerDetails.unlimited(), SERVER, CLIENT.publicKey(), RANDOM);
    assertThat(open(info.box())).isEqualTo("{\"version\":2}");
    info = InfoSeal.seal(new ServerDetails(2, 10, 20), SERVER, CLIENT.publicKey(), RANDOM);
    assertThat(open(info.box()))
        .isEqualTo("{\"version\":2,\"TokenBucketBytesPerSecond\":10,\"TokenBucketBytesBurst\":20}");
  }

  @Test
  void readsAClientThatSaysLittleOrMore() throws Exception {
    assertThat(InfoSeal.open(saying("{}"), SERVER))
        .isEqualTo(new ClientDetails(0, null, false, false, ""));
    assertThat(
            InfoSeal.open(
                saying("{\"version\":3,\"Later\":{\"a\":[1]},\"CanAckPings\":true}"), SERVER))
        .isEqualTo(new ClientDetails(3, null, true, false, ""));
  }

  @Test
  void takesAZeroMeshKeyForNone() throws Exception {
    ClientDetails details =
        InfoSeal.open(saying("{\"meshKey\":\"%s\"}".formatted("0".repeat(64))), SERVER);
    assertThat(details.meshKey()).isNull();
  }

  @Test
  void refusesTextThatIsNoInfoWithoutRepeatingIt() {
    for (String text :
        new String[] {"", "null", "[]", "{\"version\":\"two\"}", "{\"meshKey\":\"secret\"}", "{"}) {
      assertThatThrownBy(() -> InfoSeal.open(saying(text), SERVER))
          .hasMessageNotContaining("secret")
          .asInstanceOf(InstanceOfAssertFactories.type(DerpException.class))
          .extracting(DerpException::reason)
          .isEqualTo(Reason.INFO_UNREADABLE);
    }
    assertThatThrownBy(() -> InfoSeal.open(saying("[".repeat(100_000)), SERVER))
        .isInstanceOf(DerpException.class);
  }

  @Test
  void refusesAClientWithoutThePrivateHalfOfItsKey() throws Exception {
    Frame.ClientInfo honest =
        InfoSeal.seal(ClientDetails.regular(), CLIENT, SERVER.publicKey(), RANDOM);
    assertNotOpened(new Frame.ClientInfo(key("33").publicKey(), honest.box()), SERVER);
    assertNotOpened(honest, key("44"));
    assertNotOpened(new Frame.ClientInfo(NodeKey.of(new byte[32]), honest.box()), SERVER);
  }

  @Test
  void showsNoMeshKey() {
    ClientDetails details = new ClientDetails(2, DerpMeshKey.parse(MESH_KEY), true, false, "");
    assertThat(details.toString()).doesNotContain(MESH_KEY);
  }

  private static void assertNotOpened(Frame.ClientInfo info, NodePrivateKey server) {
    assertThatThrownBy(() -> InfoSeal.open(info, server))
        .asInstanceOf(InstanceOfAssertFactories.type(DerpException.class))
        .extracting(DerpException::reason)
        .isEqualTo(Reason.BOX_NOT_OPENED);
  }

  private static Frame.ClientInfo saying(String json) {
    byte[] sealed =
        CryptoBox.between(CLIENT, SERVER.publicKey())
            .orElseThrow()
            .seal(json.getBytes(StandardCharsets.UTF_8), RANDOM);
    return new Frame.ClientInfo(CLIENT.publicKey(), Payload.copyOf(sealed));
  }

  private static String text(Frame.ClientInfo info) {
    return open(info.box());
  }

  private static String open(Payload sealed) {
    return new String(
        CryptoBox.between(SERVER, CLIENT.publicKey())
            .orElseThrow()
            .open(sealed.toBytes())
            .orElseThrow(),
        StandardCharsets.UTF_8);
  }

  private static NodePrivateKey key(String digits) {
    return NodePrivateKey.parse(NodePrivateKey.PREFIX + digits.repeat(32));
  }
}
